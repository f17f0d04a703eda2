/** A person at a browser, as far as HTTP goes: signed in by the one-time link. */
export interface Client {
  /** Of the session, for a browser. */
  cookies: { name: string; value: string }[]
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  /** Server-sent events from now on. */
  live(path: string): AsyncGenerator<{ type: string; data: Record<string, unknown> }>
}

export async function signIn(address: string, link: string): Promise<Client> {
  const answer = await fetch(link, { redirect: 'manual' })
  const cookies = answer.headers.getSetCookie().map((one) => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!
    return { name: name!, value: value! }
  })
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  if (!cookie) throw new Error(`the link gave no session: ${answer.status} ${await answer.text()}`)
  const headers = { cookie, origin: address, 'content-type': 'application/json' }
  const read = async <T>(response: Response): Promise<T> => {
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return {
    cookies,
    get: async (path) => read(await fetch(address + path, { headers })),
    post: async (path, body) =>
      read(await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })),
    async *live(path) {
      const stream = await fetch(address + path, { headers })
      const decoder = new TextDecoder()
      let rest = ''
      for await (const piece of stream.body!) {
        rest += decoder.decode(piece as Uint8Array, { stream: true })
        const blocks = rest.split('\n\n')
        rest = blocks.pop()!
        for (const block of blocks) {
          const type = /^event: ?(.*)$/m.exec(block)?.[1]
          const data = /^data: ?(.*)$/m.exec(block)?.[1]
          if (type && data) yield { type, data: JSON.parse(data) as Record<string, unknown> }
        }
      }
    },
  }
}

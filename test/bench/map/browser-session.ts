/** Somebody signed in, who asks as a browser does. */
export interface Session {
  /** As a request's header. */
  cookie: string
  /** One by one, for a browser. */
  cookies: readonly { name: string; value: string }[]
  get(path: string): Promise<Response>
}

/** Uses a one-time link up. */
export async function signIn(address: string, link: string): Promise<Session> {
  const answer = await fetch(link, { redirect: 'manual' })
  const pairs = answer.headers.getSetCookie().map((one) => one.split(';')[0]!)
  const cookie = pairs.join('; ')
  return {
    cookie,
    cookies: pairs.map((pair) => {
      const cut = pair.indexOf('=')
      return { name: pair.slice(0, cut), value: pair.slice(cut + 1) }
    }),
    async get(path) {
      const response = await fetch(`${address}${path}`, { headers: { cookie } })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response
    },
  }
}

/** Somebody signed in, who asks as a browser does. */
export interface Session {
  cookie: string
  get(path: string): Promise<Response>
}

/** Uses a one-time link up. */
export async function signIn(address: string, link: string): Promise<Session> {
  const answer = await fetch(link, { redirect: 'manual' })
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return {
    cookie,
    async get(path) {
      const response = await fetch(`${address}${path}`, { headers: { cookie } })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response
    },
  }
}

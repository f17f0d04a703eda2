import { CITY } from './register.ts'

/** Asks a path of the city's, as who followed a one-time link. A body makes it an order. */
export type Ask = (path: string, body?: unknown) => Promise<Response>

export async function signIn(link: string): Promise<Ask> {
  const { origin } = new URL(link)
  const answer = await fetch(link, { redirect: 'manual' })
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return async (path, body) => {
    const asked = await fetch(`${origin}/api/${CITY}${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { cookie, origin, 'content-type': 'application/json' },
    })
    if (!asked.ok) throw new Error(`${path} answered ${asked.status}: ${await asked.text()}`)
    return asked
  }
}

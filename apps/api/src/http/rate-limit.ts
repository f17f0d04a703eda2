import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-env.ts'
import { BusyError } from './problems.ts'

const MOST_CLIENTS = 10_000

/** So many tries in a window for each client; for doors that open to somebody who guesses. */
export function rateLimit({
  most,
  windowMs,
  clock,
}: {
  most: number
  windowMs: number
  clock: () => number
}): MiddlewareHandler<AppEnv> {
  const tries = new Map<string, { count: number; until: number }>()
  return async (c, next) => {
    const client = c.get('client')
    const now = clock()
    let entry = tries.get(client)
    if (!entry || entry.until <= now) {
      if (tries.size >= MOST_CLIENTS) tries.clear()
      entry = { count: 0, until: now + windowMs }
      tries.set(client, entry)
    }
    if (++entry.count > most) {
      throw new BusyError('too-many-tries', Math.ceil((entry.until - now) / 1000), 429)
    }
    await next()
  }
}

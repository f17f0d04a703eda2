import { ProblemError } from '@driftbild/core'
import type { MiddlewareHandler } from 'hono'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Every origin that names this server: its own address and, on loopback, the other names of the same port. */
export function ownOrigins(baseUrl: string): ReadonlySet<string> {
  const url = new URL(baseUrl)
  const origins = new Set([url.origin])
  if (isLoopback(url.hostname)) {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      origins.add(new URL(`${url.protocol}//${name}${url.port ? `:${url.port}` : ''}`).origin)
    }
  }
  return origins
}

/**
 * On loopback a page elsewhere could point its own name at 127.0.0.1 and speak to us as its own origin; the
 * Host header gives it away. Behind a proxy the proxy decides about names.
 */
export function onlyOwnHost(origins: ReadonlySet<string>): MiddlewareHandler {
  const hosts = new Set([...origins].map((origin) => new URL(origin).host))
  return async (c, next) => {
    const host = c.req.header('host') ?? new URL(c.req.url).host
    if (!hosts.has(host)) throw new ProblemError(421, { code: 'wrong-host', ref: host })
    await next()
  }
}

/**
 * A write with a person's cookie must come from our own pages. Machines carry a key instead of a cookie, and
 * no browser sends that by itself.
 */
export function sameOriginWrites(origins: ReadonlySet<string>): MiddlewareHandler {
  return async (c, next) => {
    if (!reading.has(c.req.method)) {
      const origin = c.req.header('origin')
      const site = c.req.header('sec-fetch-site')
      const foreign =
        origin !== undefined
          ? !origins.has(origin)
          : site !== undefined
            ? site !== 'same-origin'
            : c.req.header('cookie') !== undefined
      if (foreign) throw new ProblemError(403, { code: 'cross-origin', ref: origin ?? site ?? 'no origin' })
    }
    await next()
  }
}

const isLoopback = (name: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(name)

import { readFile } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import type { MiddlewareHandler } from 'hono'
import { getMimeType } from 'hono/utils/mime'

/** Vite puts a hash of the content into the name of everything below this folder. */
const HASHED = '/assets/'

/**
 * The built web. What has a hash in its name is kept for ever, the rest is asked for again each time; any
 * other path is a page of the web app and gets its index.html.
 */
export function staticWeb(folder: string | null): MiddlewareHandler {
  return async (c, next) => {
    const { path } = c.req
    const readable = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!folder || !readable || /^\/(api|health|metrics)(\/|$)/.test(path)) return next()
    const file = await readWithin(folder, path)
    if (file) {
      c.header('cache-control', path.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache')
      c.header('content-type', getMimeType(path) ?? 'application/octet-stream')
      return c.body(new Uint8Array(file))
    }
    // A missing script must not answer with a page: the browser would try to run it.
    if (path.startsWith(HASHED) || /\.[a-z0-9]{2,5}$/i.test(path)) return next()
    const index = await readWithin(folder, '/index.html')
    if (!index) return next()
    c.header('cache-control', 'no-cache')
    return c.html(index.toString('utf8'))
  }
}

async function readWithin(folder: string, path: string): Promise<Buffer | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  const root = normalize(folder + sep)
  const file = normalize(join(root, decoded))
  if (!file.startsWith(root) || decoded.includes('\0') || decoded.endsWith('/')) return null
  try {
    return await readFile(file)
  } catch {
    return null
  }
}

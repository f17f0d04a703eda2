import { readFile } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import type { MiddlewareHandler } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { z } from 'zod'
import { brotli, encodingFor, type KeptBody, keptBody } from './kept-body.ts'

/** Vite puts a hash of the content into the name of everything below this folder. */
const HASHED = '/assets/'

/**
 * The built web. What has a hash in its name is kept for ever, the rest is asked for again each time; any
 * other path is a page of the web app and gets its index.html, with the scripts that it begins with as a `Link`
 * header. What is text is sent compressed, and kept so.
 */
export function staticWeb(folder: string | null): MiddlewareHandler {
  const hashed = new Map<string, KeptBody>()
  return async (c, next) => {
    const { path } = c.req
    const readable = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!folder || !readable || /^\/(api|health|metrics)(\/|$)/.test(path)) return next()
    const isHashed = path.startsWith(HASHED)
    const file = hashed.get(path) ?? bodyOf(await readWithin(folder, path))
    if (file) {
      if (isHashed) hashed.set(path, file)
      c.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      const type = getMimeType(path) ?? 'application/octet-stream'
      c.header('content-type', type)
      const encoding = isHashed && TEXT.test(type) ? encodingFor(c.req.header('accept-encoding')) : null
      const encoded = encoding && file.encoded(encoding)
      c.header('vary', 'accept-encoding')
      if (!encoding || !encoded) return c.body(file.plain)
      c.header('content-encoding', encoding)
      return c.body(await encoded)
    }
    // A missing script must not answer with a page: the browser would try to run it.
    if (isHashed || /\.[a-z0-9]{2,5}$/i.test(path)) return next()
    const index = await readWithin(folder, '/index.html')
    if (!index) return next()
    c.header('cache-control', 'no-cache')
    const begins = hintsFor(path, await readWithin(folder, PAGE_HINTS))
    if (begins.length > 0)
      c.header('link', begins.map((script) => `<${script}>; rel=modulepreload`).join(', '))
    return c.html(index.toString('utf8'))
  }
}

/** Which pages begin with which scripts, as the build found. */
const PAGE_HINTS = '/page-hints.json'
const PageHints = z.array(z.object({ path: z.string(), scripts: z.array(z.string()) }))

const hintsFor = (path: string, file: Buffer | null): string[] =>
  file
    ? PageHints.parse(JSON.parse(file.toString('utf8')))
        .filter((hint) => new RegExp(hint.path).test(path))
        .flatMap(({ scripts }) => scripts)
    : []

const TEXT = /^text\/|javascript|json|svg/
const bodyOf = (file: Buffer | null): KeptBody | null =>
  file ? keptBody(new Uint8Array(file), brotli.thorough) : null

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

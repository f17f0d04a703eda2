import { ProblemError } from '@driftbild/core'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ordinaryBody } from './request-body.ts'

const limit = bodyLimit({
  maxSize: ordinaryBody.sent,
  onError: () => {
    throw new ProblemError(413, { code: 'too-large', context: { most: ordinaryBody.sent } })
  },
})

const ownLimits = (path: string): boolean =>
  path.endsWith('/batches') || /^\/api\/\d{4}\/(blobs\/|imports\/[^/]+$)/.test(path)

/** Ordinary bodies are small JSON. Batches and pieces of files have their own limits and read their body themselves. */
export const smallBodies: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || ownLimits(c.req.path)) return next()
  const type = c.req.header('content-type')
  if (type !== undefined && !/^application\/json\b/i.test(type)) {
    throw new ProblemError(415, { code: 'unknown-type', ref: type, context: { known: ['application/json'] } })
  }
  return limit(c, next)
}

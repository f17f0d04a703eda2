import { ProblemError } from '@driftbild/core'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { BlobReceived } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { pieceBody, readBody } from '../http/request-body.ts'
import type { Services } from '../services.ts'

const MOST_BYTES = 25 * 1024 * 1024

const hashPath = inMunicipality({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
const Piece = z.object({
  from: z.coerce.number().int().min(0),
  total: z.coerce.number().int().min(1).max(MOST_BYTES),
})

export function blobRoutes(app: App, { blobs }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/blobs/{hash}',
      tags: ['documents'],
      summary: 'How much of one’s file with this SHA-256 has come',
      request: { params: hashPath },
      responses: gives(BlobReceived, 'Where to go on'),
    }),
    async (c) => {
      const { kommunkod, hash } = c.req.valid('param')
      return c.json(await blobs.received({ municipality: kommunkod, hash, sender: personOf(c).id }), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/blobs/{hash}',
      tags: ['documents'],
      summary:
        'A piece of a file, as plain bytes; one that begins elsewhere than the last ended changes nothing',
      request: { params: hashPath, query: Piece },
      responses: gives(BlobReceived, 'How much has come, durably'),
    }),
    async (c) => {
      const { kommunkod, hash } = c.req.valid('param')
      const { from, total } = c.req.valid('query')
      const bytes = await readBody(c.req.raw, pieceBody)
      if (from + bytes.byteLength > total)
        throw new ProblemError(400, { code: 'invalid', context: { in: 'query' } })
      const file = { municipality: kommunkod, hash, sender: personOf(c).id }
      const received = await blobs.add(file, { from, total, bytes })
      if (!received) throw new ProblemError(422, { code: 'content-differs', ref: hash })
      return c.json(received, 200)
    },
  )
}

import {
  BATCH_VERSION,
  BATCH_VERSION_HEADER,
  Batch,
  BatchReceipt,
  ProblemError,
  SECOND,
} from '@driftbild/core'
import { ingest, ledgerOf, SequenceGap, UnknownCollector } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { Ledger } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { BusyError, invalid } from '../http/problems.ts'
import { batchBody, readJson } from '../http/request-body.ts'
import type { Services } from '../services.ts'

const collectorPath = inMunicipality({ id: z.uuid() })

export function readingRoutes(app: App, { db, gate, metrics, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/collectors/{id}/ledger',
      tags: ['collectors'],
      summary: 'What of a collector is durable, by epoch',
      request: { params: collectorPath },
      responses: gives(Ledger, 'The newest durable sequence of each epoch'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const epochs = await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) => ledgerOf(tx, id))
      return c.json({ epochs }, 200)
    },
  )

  const batches = {
    method: 'post' as const,
    path: '/api/{kommunkod}/collectors/{id}/batches' as const,
    tags: ['collectors'],
    summary: 'Readings and silences, numbered; JSON, gzipped or not',
    description:
      'Sequences that are known already count no second time. Answer 409 `sequence-gap` has `context.expected`; 503 has Retry-After.',
    responses: gives(BatchReceipt, 'What is known and what is durable'),
  }
  // The handler reads the body itself: it is large, may be gzipped, and waits for its turn before it is read.
  app.openAPIRegistry.registerPath({ ...batches, request: { params: collectorPath, ...takes(Batch) } })
  app.openapi(createRoute({ ...batches, request: { params: collectorPath }, hide: true }), async (c) => {
    const { kommunkod, id } = c.req.valid('param')
    const sent = Number(c.req.header(BATCH_VERSION_HEADER) ?? BATCH_VERSION)
    if (!(sent <= BATCH_VERSION)) {
      throw new ProblemError(415, { code: 'batch-version', context: { sent, known: BATCH_VERSION } })
    }
    try {
      const receipt = await gate.pass(id, async () => {
        metrics.waiting.set(gate.waiting())
        const parsed = Batch.safeParse(await readJson(c.req.raw, batchBody))
        if (!parsed.success) throw invalid('json', parsed.error)
        const batch = parsed.data
        const arrivedAt = now()
        const done = metrics.ingestSeconds.startTimer()
        const { receipt, touched } = await ingest(db, {
          municipality: kommunkod,
          collector: id,
          batch,
          arrivedAt,
        })
        done()
        metrics.batches.inc({
          answer:
            touched.size > 0 || batch.silences.length + batch.clocks.length > 0 ? 'accepted' : 'repeated',
        })
        metrics.readings.inc({ municipality: kommunkod }, batch.readings.sequence.length)
        const newest = Math.max(...[...touched.values()].map(([, to]) => to))
        if (Number.isFinite(newest)) {
          metrics.lag.set({ municipality: kommunkod }, (arrivedAt - newest) / SECOND)
        }
        return receipt
      })
      return c.json(receipt, 200)
    } catch (error) {
      if (error instanceof SequenceGap) {
        metrics.batches.inc({ answer: 'gap' })
        throw new ProblemError(
          409,
          { code: 'sequence-gap', context: { expected: error.expected } },
          { cause: error },
        )
      }
      if (isUnstorable(error)) {
        metrics.batches.inc({ answer: 'refused' })
        throw new ProblemError(400, { code: 'invalid', context: { in: 'json' } }, { cause: error })
      }
      if (error instanceof UnknownCollector) throw new ProblemError(401, { code: 'collector-key' })
      metrics.batches.inc({ answer: error instanceof BusyError ? 'busy' : 'refused' })
      throw error
    }
  })
}

/** SQLSTATE class 22: what parses but no column can hold, as a text with a NUL. Sent again it fails again. */
const isUnstorable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^22/.test(error.code)

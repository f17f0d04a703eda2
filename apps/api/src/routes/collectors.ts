import {
  appendAudit,
  clockOffsetsOf,
  lateBatches,
  listCollectors,
  listIssues,
  revokeCollector,
  silencesOfCollector,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { CollectorView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import type { Services } from '../services.ts'
import { type CollectorFacts, viewCollector } from '../views/collector-view.ts'

const SHOWN_SILENCES = 50
const SHOWN_LATE_BATCHES = 200
const SHOWN_ISSUES = 100
const SHOWN_CLOCKS = 20

export function collectorRoutes(app: App, { db, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/collectors',
      tags: ['collectors'],
      summary: 'The ledger: collectors and imports, what they brought, what is missing, what came late',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(CollectorView), 'All of them; revoked ones are left out'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const facts = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const issues = Map.groupBy(await listIssues(tx, SHOWN_ISSUES), ({ collector }) => collector)
        const facts: CollectorFacts[] = []
        for (const row of await listCollectors(tx)) {
          if (row.revokedAt !== null) continue
          facts.push({
            row,
            silences: await silencesOfCollector(tx, row.id, SHOWN_SILENCES),
            // An import is of the past: nothing of it is late.
            late: row.kind === 'edge' ? await lateBatches(tx, row.id, SHOWN_LATE_BATCHES) : [],
            issues: issues.get(row.id) ?? [],
            clocks: await clockOffsetsOf(tx, row.id, SHOWN_CLOCKS),
          })
        }
        return facts
      })
      return c.json(facts.map(viewCollector), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/collectors/{id}/revoke',
      tags: ['collectors'],
      summary: 'Take a collector’s key away; what it brought stays',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(z.object({ revoked: z.literal(true) }), 'It is refused from now on'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const by = personOf(c).id
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const at = now()
        if (!(await revokeCollector(tx, id, at))) throw notFound(id)
        await appendAudit(tx, { at, by, what: 'collector-revoked', ref: id, detail: {} })
      })
      return c.json({ revoked: true as const }, 200)
    },
  )
}

import { formatTime } from '@driftbild/core'
import { listCollectors, silencesOfCollector } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { CollectorView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import type { Services } from '../services.ts'

const SHOWN_SILENCES = 20

export function collectorRoutes(app: App, { db }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/collectors',
      tags: ['collectors'],
      summary: 'Collectors and imports, what they brought and when they could not read',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(CollectorView), 'All of them; revoked ones are left out'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const views = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const views: CollectorView[] = []
        for (const row of await listCollectors(tx)) {
          if (row.revokedAt !== null) continue
          const silences = await silencesOfCollector(tx, row.id, SHOWN_SILENCES)
          views.push({
            id: row.id,
            name: row.name,
            kind: row.kind,
            lastBatch: row.lastBatchAt === null ? null : formatTime(row.lastBatchAt),
            readings: row.readings,
            unassigned: row.unassigned,
            silences: silences.map(({ signals, from, to, reason }) => ({
              signals,
              from: formatTime(from),
              to: to === null ? null : formatTime(to),
              reason,
            })),
          })
        }
        return views
      })
      return c.json(views, 200)
    },
  )
}

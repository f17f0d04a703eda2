import { addFaultReport, appendAudit, faultOfReport, findFaultReport } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { FaultReportBody, ReportedFault } from '../contract/index.ts'
import { gather } from '../faults/gather.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'

export function faultReportRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/fault-reports',
      tags: ['faults'],
      summary: 'What somebody saw at an asset; it is evidence of a fault',
      request: { params: inMunicipality({}), ...takes(FaultReportBody) },
      responses: gives(ReportedFault, 'The fault that it speaks for'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const report = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const watched = picture.assets.get(report.asset)
      if (!watched || !sightOf(person, picture).asset(watched)) throw notFound(report.asset)
      requireFor(person, 'do-order', kommunkod, watched.service)
      const { id, asset, mode, at } = report
      const fault = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const isNew = await addFaultReport(tx, report, { by: person.id, receivedAt: now() })
        if (!isNew) return faultOfReport(tx, id)
        const { zone } = watched.asset
        const subject = { type: 'asset', tag: asset } as const
        const found = await gather(tx, { id, source: 'report', subject, zone, mode, at })
        const detail = { asset, mode, fault: found }
        await appendAudit(tx, { at: now(), by: person.id, what: 'fault-reported', ref: id, detail })
        return found
      })
      return c.json({ fault }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/fault-reports/{id}',
      tags: ['faults'],
      summary: 'What was written in a report',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(z.object({ asset: z.string(), text: z.string() }), 'Its words, and of which asset'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const report = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        findFaultReport(tx, id),
      )
      const picture = pictures.get(kommunkod)
      const watched = report && picture.assets.get(report.asset)
      if (!watched || !sightOf(personOf(c), picture).asset(watched)) throw notFound(id)
      return c.json(report, 200)
    },
  )
}

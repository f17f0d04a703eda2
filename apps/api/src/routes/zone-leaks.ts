import { addLeakThreshold, appendAudit, lockLeakThresholds } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { LeakRecord, ThresholdBody } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { findZone } from '../http/find-zone.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { leakLook } from '../leaks/leak-look.ts'
import { leakRecord } from '../leaks/leak-record.ts'
import type { Services } from '../services.ts'

const zonePath = inMunicipality({ tag: z.string() })

export function zoneLeakRoutes(app: App, { db, pictures, models, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/zones/{tag}/leaks',
      tags: ['zones', 'predictions'],
      summary: 'How a zone’s suspicions did, what that saved, and how sure the next ones must be',
      request: { params: zonePath },
      responses: gives(LeakRecord, 'With what it was reckoned with'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      findZone(picture, personOf(c), tag)
      const { zone } = picture.municipality
      const record = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => ({
        ...(await leakRecord(tx, tag, zone)),
        ...(await leakLook(tx, models, tag)),
      }))
      return c.json(record, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/zones/{tag}/leak-threshold',
      tags: ['zones', 'predictions'],
      summary: 'Set how sure a zone’s suspicions must be, and within which limits that follows what is found',
      request: { params: zonePath, ...takes(ThresholdBody) },
      responses: gives(LeakRecord, 'As it holds from now on'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { threshold: begin, limits } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const { zone } = findZone(picture, person, tag)
      requireFor(person, 'judge-prediction', kommunkod, zone.service)
      const at = now()
      const threshold = limits.fixed ?? Math.min(limits.most, Math.max(limits.least, begin))
      const record = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await lockLeakThresholds(tx)
        const detail = { threshold, ...limits }
        await addLeakThreshold(tx, tag, { threshold, limits, why: 'set', detail: {}, at, by: person.id })
        await appendAudit(tx, { at, by: person.id, what: 'leak-threshold-set', ref: tag, detail })
        return {
          ...(await leakRecord(tx, tag, picture.municipality.zone)),
          ...(await leakLook(tx, models, tag)),
        }
      })
      return c.json(record, 200)
    },
  )
}

import { formatTime } from '@driftbild/core'
import { auditSubjects, listAudit, namesOf } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { AuditPage } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { TimeQuery } from '../http/query.ts'
import type { Services } from '../services.ts'

const Place = z.object({ id: z.int() })

export function auditRoutes(app: App, { db }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/audit',
      tags: ['municipality'],
      summary: 'Who did what, to what, newest first',
      request: {
        params: inMunicipality({}),
        query: z.object({
          /** Beginning of what was done: `alarm` finds alarm-acknowledged. */
          what: z.string().max(80).optional(),
          ref: z.string().max(200).optional(),
          by: z.string().max(200).optional(),
          from: TimeQuery.optional(),
          to: TimeQuery.optional(),
          ...paging,
        }),
      },
      responses: gives(AuditPage, 'A page; people by the name that they have now'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { cursor, limit, ...filter } = c.req.valid('query')
      const after = fromCursor(cursor, Place)
      const { rows, names, subjects } = await db.transaction(
        { municipality: kommunkod, role: 'api' },
        async (tx) => {
          const rows = await listAudit(tx, {
            ...filter,
            ...(after && { before: after.id }),
            limit: limit + 1,
          })
          return {
            rows,
            names: await namesOf(
              tx,
              // Many things are done to a person: let in, put on call.
              rows.flatMap(({ by, ref }) => [by, ref]),
            ),
            subjects: await auditSubjects(
              tx,
              rows.map(({ ref }) => ref),
            ),
          }
        },
      )
      const { items, next } = pageOf(rows, limit, ({ id }) => ({ id }))
      const views = items.map((entry) => ({
        ...entry,
        at: formatTime(entry.at),
        by: names.get(entry.by) ?? entry.by,
        subject: subjects.get(entry.ref) ?? personOf(names.get(entry.ref)),
      }))
      return c.json({ items: views, next }, 200)
    },
  )
}

const personOf = (name: string | undefined) => (name === undefined ? null : { type: 'person' as const, name })

import { findChangeSet, listChangeSets } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { ChangeSetView, page } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { notFound } from '../http/problems.ts'
import type { Services } from '../services.ts'
import { viewChangeSet } from '../views/change-set-view.ts'

export function changeSetRoutes(app: App, { db }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/change-sets',
      tags: ['changes'],
      summary: 'Changes of the register, newest first: edits, imports and what turned them round',
      request: { params: inMunicipality({}), query: z.object(paging) },
      responses: gives(page(ChangeSetView), 'A page of them'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { cursor, limit } = c.req.valid('query')
      const rows = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        listChangeSets(tx, { before: fromCursor(cursor, z.number()), limit: limit + 1 }),
      )
      const { items, next } = pageOf(rows, limit, ({ number }) => number)
      return c.json({ items: items.map(viewChangeSet), next }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/change-sets/{id}',
      tags: ['changes'],
      summary: 'One set of changes',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(ChangeSetView, 'The set'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const set = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        findChangeSet(tx, id),
      )
      if (!set) throw notFound(id)
      return c.json(viewChangeSet(set), 200)
    },
  )
}

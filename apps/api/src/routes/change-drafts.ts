import { ProblemError } from '@driftbild/core'
import { findChangeSet } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { Draft } from '../changes/change-desk.ts'
import { bulkOrder, undoOrder } from '../changes/draft-orders.ts'
import { viewRow } from '../changes/planned-row.ts'
import {
  DraftApplyBody,
  DraftBody,
  DraftPlaces,
  DraftRow,
  DraftView,
  page,
  RowOutcome,
} from '../contract/index.ts'
import { speak } from '../exports/speech.ts'
import { writeReport } from '../exports/write-report.ts'
import type { App, AppEnv } from '../http/app-env.ts'
import { gives, inMunicipality, problems, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { notFound } from '../http/problems.ts'
import type { Services } from '../services.ts'

export function changeDraftRoutes(app: App, { db, pictures, changes: desk }: Services): void {
  const path = inMunicipality({ id: z.uuid() })
  const draftOf = (c: Context<AppEnv>, municipality: string, id: string): Draft => {
    const draft = desk.find(municipality, personOf(c).id, id)
    if (!draft) throw notFound(id)
    return draft
  }

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/change-drafts',
      tags: ['changes'],
      summary: 'Have changes of many assets worked out, to be looked at before they are made',
      request: { params: inMunicipality({}), ...takes(DraftBody) },
      responses: gives(DraftView, 'The draft; `draft` events tell how far it has come'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const body = c.req.valid('json')
      const parts = { db, picture: pictures.get(kommunkod), person: personOf(c) }
      if (body.kind === 'bulk') return c.json(desk.take(bulkOrder(body, parts)), 200)
      const set = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        findChangeSet(tx, body.set),
      )
      if (!set) throw notFound(body.set)
      if (set.state === 'open') throw new ProblemError(409, { code: 'set-open' })
      return c.json(desk.take(undoOrder(body, parts, set)), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/change-drafts/{id}',
      tags: ['changes'],
      summary: 'One’s own draft, and how far it has come',
      request: { params: path },
      responses: gives(DraftView, 'The draft'),
    }),
    (c) => {
      const { kommunkod, id } = c.req.valid('param')
      return c.json(draftOf(c, kommunkod, id).view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/change-drafts/{id}/rows',
      tags: ['changes'],
      summary: 'What would happen to each asset, or to those that it would happen to alike',
      request: { params: path, query: z.object({ outcome: RowOutcome.optional(), ...paging }) },
      responses: gives(page(DraftRow), 'A page of rows'),
    }),
    (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { outcome, cursor, limit } = c.req.valid('query')
      const { rows } = draftOf(c, kommunkod, id)
      const from = fromCursor(cursor, z.number()) ?? 0
      const found: { at: number; row: (typeof rows)[number] }[] = []
      for (let at = from; at < rows.length && found.length <= limit; at++) {
        const row = rows[at]!
        if (!outcome || row.outcome === outcome) found.push({ at, row })
      }
      const { items, next } = pageOf(found, limit, ({ at }) => at + 1)
      return c.json({ items: items.map(({ row }) => viewRow(row)), next }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/change-drafts/{id}/places',
      tags: ['changes'],
      summary: 'Where an import’s rows lie, and what would happen there',
      request: { params: path },
      responses: gives(DraftPlaces, 'A collection of features'),
    }),
    (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const features = draftOf(c, kommunkod, id).rows.flatMap(({ ref, tag, outcome, place }) =>
        place ? [{ type: 'Feature' as const, properties: { ref, tag, outcome }, geometry: place }] : [],
      )
      return c.json({ type: 'FeatureCollection' as const, features }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/change-drafts/{id}/report',
      tags: ['changes'],
      summary: 'What is wrong with a file’s rows, as a table for whoever made it',
      request: { params: path, query: z.object({ language: z.enum(['sv', 'en']).default('sv') }) },
      responses: {
        200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
        ...problems,
      },
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { rows } = draftOf(c, kommunkod, id)
      const picture = pictures.get(kommunkod)
      const speech = await speak(c.req.valid('query').language, picture.municipality.zone)
      return c.body(writeReport(rows, { picture, speech }), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="import.csv"',
      })
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/change-drafts/{id}/apply',
      tags: ['changes'],
      summary: 'Make what a draft says, as one set of changes',
      request: { params: path, ...takes(DraftApplyBody) },
      responses: gives(DraftView, 'It is under way'),
    }),
    (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const draft = draftOf(c, kommunkod, id)
      if (!desk.apply(draft, c.req.valid('json').reason))
        throw new ProblemError(409, { code: 'draft-not-ready' })
      return c.json(draftOf(c, kommunkod, id).view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/change-drafts/{id}/cancel',
      tags: ['changes'],
      summary: 'Let go of a draft; one that is being made takes back what it has made',
      request: { params: path },
      responses: gives(z.object({ cancelled: z.literal(true) }), 'It stops'),
    }),
    (c) => {
      const { kommunkod, id } = c.req.valid('param')
      desk.cancel(draftOf(c, kommunkod, id))
      return c.json({ cancelled: true as const }, 200)
    },
  )
}

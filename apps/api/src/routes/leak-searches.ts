import {
  appendAudit,
  findFault,
  findPrediction,
  leakSearches,
  listLeakOutcomes,
  valveConditions,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { LeakOutcomeRow, LeakSearch, LeakSearchView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { seenOrder } from '../http/seen-order.ts'
import { sightOf } from '../http/sight.ts'
import { leakSearch } from '../leaks/leak-search.ts'
import { takeAlong } from '../leaks/take-along.ts'
import type { Services } from '../services.ts'
import { viewLeakOutcome } from '../views/leak-outcome-view.ts'
import { viewSearch } from '../views/leak-search-view.ts'
import { viewSubject } from '../views/subject.ts'

const idPath = inMunicipality({ id: z.uuid() })

export function leakSearchRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/predictions/{id}/leak-search',
      tags: ['predictions', 'work'],
      summary:
        'Where to listen for a suspected leak, in which order, and which valves to close at each place',
      request: { params: idPath },
      responses: gives(
        LeakSearch.nullable(),
        'As an order of now would have it; null where no pipe is suspected',
      ),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const person = personOf(c)
      const found = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => ({
        stored: await findPrediction(tx, id),
        conditions: await valveConditions(tx),
      }))
      if (!found.stored || !sightOf(person, picture).subject(found.stored.prediction.subject)) {
        throw notFound(id)
      }
      return c.json(leakSearch(picture, found.stored, found.conditions), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/work-orders/{id}/leak-search',
      tags: ['work'],
      summary: 'What the order’s crew takes along to find a leak',
      request: { params: idPath },
      responses: gives(LeakSearchView.nullable(), 'As it was made; null for an order about something else'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const found = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        await seenOrder(tx, picture, personOf(c), id)
        return (await leakSearches(tx, [id])).get(id)
      })
      return c.json(viewSearch(found), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/work-orders/{id}/leak-search',
      tags: ['work'],
      summary: 'Make it again, of what is suspected and known of the valves now',
      request: { params: idPath },
      responses: gives(LeakSearchView.nullable(), 'The new one'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const person = personOf(c)
      const at = now()
      const found = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const order = await seenOrder(tx, picture, person, id)
        const fault = order.fault === null ? null : await findFault(tx, order.fault)
        if (!fault) return undefined
        requireFor(person, 'do-order', kommunkod, viewSubject(picture, order.subject, fault.mode).service)
        const made = await takeAlong(tx, picture, id, fault, { by: person.id, at })
        if (!made) return undefined
        const detail = { stops: made.stops.length }
        await appendAudit(tx, { at, by: person.id, what: 'leak-search-made', ref: id, detail })
        return (await leakSearches(tx, [id])).get(id)
      })
      return c.json(viewSearch(found), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/work-orders/{id}/leak-outcomes',
      tags: ['work'],
      summary: 'How right the suspicions were that the order was about',
      request: { params: idPath },
      responses: gives(z.array(LeakOutcomeRow), 'Empty until it is closed'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const found = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        await seenOrder(tx, picture, personOf(c), id)
        return listLeakOutcomes(tx, { order: id })
      })
      return c.json(found.map(viewLeakOutcome), 200)
    },
  )
}

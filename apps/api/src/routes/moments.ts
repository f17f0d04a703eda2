import {
  type AssetState,
  assetStates,
  DAY,
  formatTime,
  type Kommunkod,
  type Micros,
  ProblemError,
  SECOND,
  services,
} from '@driftbild/core'
import { MOMENT_STEP, raisedAlarms } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { assetFilter, ChangesView, MomentView, Timeline } from '../contract/index.ts'
import { fitsSelection } from '../exports/select-assets.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { BoxQuery, TimeQuery } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import { lookOf } from '../picture/asset-look.ts'
import { dataNow } from '../picture/data-clock.ts'
import { standsFor } from '../picture/known-facts.ts'
import type { WatchedAsset } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { summarizeAsset } from '../views/asset-summary.ts'
import { viewMomentChange } from '../views/moment-change-view.ts'
import { viewOrderThen } from '../views/order-then-view.ts'

const MOST_LISTED = 200
const MOST_ORDERS = 50
const MOST_PARTS = 240
const filter = { ...assetFilter, box: BoxQuery.optional() }

export function momentRoutes(app: App, { db, pictures, moments, now }: Services): void {
  const presentOf = (code: Kommunkod): Micros => dataNow(pictures.get(code), now())

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/timeline',
      tags: ['map'],
      summary: 'Which moments can be looked at, and how many alarms were raised when',
      request: {
        params: inMunicipality({}),
        query: z.object({
          from: TimeQuery.optional(),
          to: TimeQuery.optional(),
          parts: z.coerce.number().int().min(1).max(MOST_PARTS).default(96),
        }),
      },
      responses: gives(Timeline, 'The stretch that has readings'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { parts, ...asked } = c.req.valid('query')
      const sight = sightOf(personOf(c), pictures.get(kommunkod))
      const stretch = await moments.stretch(kommunkod)
      const to = asked.to ?? stretch.to
      const from = asked.from ?? stretch.from ?? to
      const raised =
        from < to
          ? await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
              raisedAlarms(tx, { from, to, parts, services: services.filter(sight.service) }),
            )
          : []
      const counts = Array.from({ length: from < to ? parts : 0 }, (_, i) => ({
        from: formatTime(Math.round(from + ((to - from) * i) / parts)),
        ...{ critical: 0, high: 0, low: 0 },
      }))
      for (const { part, priority, alarms } of raised) counts[part]![priority] += alarms
      return c.json(
        {
          from: stretch.from === null ? null : formatTime(stretch.from),
          to: formatTime(stretch.to),
          step: MOMENT_STEP / SECOND,
          parts: counts,
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/moment',
      tags: ['map'],
      summary: 'What was not at rest at a past moment',
      request: { params: inMunicipality({}), query: z.object({ at: TimeQuery.optional(), ...filter }) },
      responses: gives(MomentView, 'Counts by state, and the worst'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { at, ...selection } = c.req.valid('query')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const { moment } = await moments.get(kommunkod, at ?? presentOf(kommunkod))
      const fits = fitsSelection(selection)
      const states: Partial<Record<AssetState, number>> = {}
      const found: WatchedAsset[] = []
      for (const then of moment.told.values()) {
        if (then.state === 'normal' || !sight.asset(then) || !fits(then)) continue
        states[then.state] = (states[then.state] ?? 0) + 1
        found.push(then)
      }
      found.sort((a, b) => assetStates.indexOf(a.state) - assetStates.indexOf(b.state))
      const items = found
        .slice(0, MOST_LISTED)
        .map((then) => summarizeAsset(then, lookOf(then, moment.find, moment.at)))
      const isAbout = (tag: string) => {
        const then = moment.find(tag)
        return then !== undefined && fits(then)
      }
      const orders = moment.orders.filter(
        ({ subject }) => sight.subject(subject) && standsFor(picture, subject).some(isAbout),
      )
      return c.json(
        {
          ...{ at: formatTime(moment.at), states, items },
          orders: {
            count: orders.length,
            items: orders.slice(0, MOST_ORDERS).map((order) => viewOrderThen(picture, order)),
          },
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/moment/changes',
      tags: ['map'],
      summary: 'What differs between two moments; without any, between a day ago and now',
      request: {
        params: inMunicipality({}),
        query: z.object({ since: TimeQuery.optional(), at: TimeQuery.optional(), ...filter }),
      },
      responses: gives(ChangesView, 'What got worse, what got better, and values that moved'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { at = presentOf(kommunkod), since = at - DAY, ...selection } = c.req.valid('query')
      if (since >= at) throw new ProblemError(400, { code: 'empty-interval' })
      const sight = sightOf(personOf(c), pictures.get(kommunkod))
      const { moment, changed } = await moments.compare(kommunkod, since, at)
      const fits = fitsSelection(selection)
      const found = [...changed.values()].filter(({ after }) => sight.asset(after) && fits(after))
      const counts = { worse: 0, better: 0, other: 0 }
      for (const { kind } of found) counts[kind]++
      return c.json(
        {
          since: formatTime(since),
          at: formatTime(moment.at),
          counts,
          items: found.slice(0, MOST_LISTED).map(viewMomentChange),
        },
        200,
      )
    },
  )
}

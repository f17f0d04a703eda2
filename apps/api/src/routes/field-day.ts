import { type Kommunkod, localTime, type Micros, startOfLocalDay, type WorkOrder } from '@driftbild/core'
import { findInstalledItem, listOrders, roundsOn } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { FieldDay } from '../contract/index.ts'
import { isForToday } from '../field/is-for-today.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { viewAssetPage } from '../views/asset-page.ts'
import { viewOrders } from '../views/order-view.ts'
import { metersOf } from '../views/subject.ts'

/** More than a municipality has open at a time. */
const MOST_ORDERS = 2000

export function fieldDayRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/field-day',
      tags: ['work'],
      summary: 'A crew’s orders of today with what it must know of their assets',
      request: {
        params: inMunicipality({}),
        query: z.object({ crew: z.string().min(1).max(200).optional() }),
      },
      responses: gives(FieldDay, 'The day, whole, for a phone that will be without coverage'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { crew = null } = c.req.valid('query')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const at = now()
      const { zone } = picture.municipality
      const day = dateOf(at, zone)
      const body = await db.transaction(scopeOf(kommunkod), async (tx) => {
        const open = (await listOrders(tx, { open: true, limit: MOST_ORDERS })).filter(
          (order) => order.assignee !== null && sight.subject(order.subject),
        )
        const crews = [...new Set(open.flatMap(({ assignee }) => assignee ?? []))].sort()
        const mine = open.filter((order) => order.assignee === crew && isForToday(order, at, zone))
        const views = await viewOrders(tx, picture, mine.toSorted(byPlan))
        const visits: FieldDay['visits'] = []
        for (const order of views) {
          const place = placeOf(picture, order.subject)
          const watched = place !== null && sight.asset(place) ? place : null
          visits.push({
            order,
            asset: watched && viewAssetPage(picture, watched, await findInstalledItem(tx, watched.asset.tag)),
          })
        }
        const round = (await roundsOn(tx, day)).find(({ name }) => name === crew)
        return { now: at, day, crew, crews, visits, stops: round?.stops ?? [] }
      })
      return c.json(body, 200)
    },
  )
}

const scopeOf = (municipality: Kommunkod) => ({ municipality, role: 'reader' }) as const

function dateOf(at: Micros, zone: string): string {
  const { year, month, day } = localTime(startOfLocalDay(at, zone), zone)
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
}

function placeOf(picture: Picture, subject: WorkOrder['subject']): WatchedAsset | null {
  const tag = subject.type === 'asset' ? subject.tag : metersOf(picture, subject.tag)[0]
  return (tag !== undefined && picture.assets.get(tag)) || null
}

const urgency = { urgent: 0, high: 1, normal: 2, low: 3 } as const satisfies Record<
  WorkOrder['priority'],
  number
>

/** By the planned time, then by how urgent it is, then as they were written. */
const byPlan = (a: WorkOrder, b: WorkOrder): number =>
  (a.plannedFor ?? Number.POSITIVE_INFINITY) - (b.plannedFor ?? Number.POSITIVE_INFINITY) ||
  urgency[a.priority] - urgency[b.priority] ||
  a.number - b.number

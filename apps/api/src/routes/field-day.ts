import { type Kommunkod, startOfLocalDay, type WorkOrder } from '@driftbild/core'
import {
  documentsOfAll,
  findInstalledItem,
  leakSearches,
  listOrders,
  ordersEndedSince,
  roundsOn,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { FieldDay } from '../contract/index.ts'
import { isForToday } from '../field/is-for-today.ts'
import { localDate } from '../field/local-date.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { viewAssetPage } from '../views/asset-page.ts'
import { seesDocument, viewDocument } from '../views/document-view.ts'
import { viewSearch } from '../views/leak-search-view.ts'
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
      const person = personOf(c)
      const sight = sightOf(person, picture)
      const sees = (tag: string) => {
        const watched = picture.assets.get(tag)
        return watched !== undefined && sight.asset(watched)
      }
      const at = now()
      const { zone } = picture.municipality
      const day = localDate(at, zone)
      const body = await db.transaction(scopeOf(kommunkod), async (tx) => {
        const open = (await listOrders(tx, { open: true, limit: MOST_ORDERS })).filter(
          (order) => order.assignee !== null && sight.subject(order.subject),
        )
        const rounds = await roundsOn(tx, day)
        const crews = [
          ...new Set([...open.flatMap(({ assignee }) => assignee ?? []), ...rounds.map(({ name }) => name)]),
        ].sort()
        const own = rounds.filter((round) => round.crew === person.id).map(({ name }) => name)
        const mine = open.filter((order) => order.assignee === crew && isForToday(order, at, zone))
        const ended = (await ordersEndedSince(tx, startOfLocalDay(at, zone))).filter(
          (order) => order.assignee === crew && sight.subject(order.subject),
        )
        const views = await viewOrders(tx, picture, [...mine.toSorted(byPlan), ...ended])
        const standing = views.map((order) => {
          const place = placeOf(picture, order.subject)
          return { order, watched: place !== null && sight.asset(place) ? place : null }
        })
        const documents = (
          await documentsOfAll(
            tx,
            standing.flatMap(({ watched }) => watched?.asset.tag ?? []),
          )
        ).filter((one) => seesDocument(person, picture, one))
        const searches = await leakSearches(
          tx,
          views.map(({ id }) => id),
        )
        const visits: FieldDay['visits'] = []
        for (const { order, watched } of standing) {
          const tag = watched?.asset.tag
          visits.push({
            order,
            search: viewSearch(searches.get(order.id)),
            asset: watched && viewAssetPage(picture, watched, await findInstalledItem(tx, watched.asset.tag)),
            documents: documents.filter(({ assets }) => assets.some((one) => one === tag)).map(viewDocument),
          })
        }
        const round = rounds.find(({ name }) => name === crew)
        const stops = (round?.stops ?? []).filter(({ asset }) => sees(asset))
        const known = new Set(visits.flatMap(({ asset }) => asset?.tag ?? []))
        const places: FieldDay['places'] = []
        for (const { asset, order } of stops) {
          if (order !== null || known.has(asset)) continue
          const watched = picture.assets.get(asset)!
          // A bin round has hundreds of them, and nobody asks a bin for its serial number on the way.
          places.push(viewAssetPage(picture, watched, null))
        }
        return { now: at, day, crew, crews, own, visits, stops, places }
      })
      return c.json(body, 200)
    },
  )
}

const scopeOf = (municipality: Kommunkod) => ({ municipality, role: 'reader' }) as const

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

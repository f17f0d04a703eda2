import { formatTime, isOpen, type Micros, orderThen, type WorkOrder } from '@driftbild/core'
import {
  findInstalledItem,
  itemAt,
  listAlarms,
  listOrders,
  listPredictions,
  orderHistories,
  type Tx,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import {
  AlarmView,
  AssetColumn,
  AssetPage,
  AssetSummary,
  assetFilter,
  PredictionView,
  page,
  WorkOrderView,
} from '../contract/index.ts'
import { readColumns } from '../exports/column-values.ts'
import { fitsSelection } from '../exports/select-assets.ts'
import type { App, AppEnv } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { AreaQuery, BoxQuery, TimeQuery } from '../http/query.ts'
import { seenAsset } from '../http/seen-asset.ts'
import { sightOf } from '../http/sight.ts'
import { lookOf } from '../picture/asset-look.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { WatchedAsset } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { viewAlarm } from '../views/alarm-view.ts'
import { viewAssetPage } from '../views/asset-page.ts'
import { summarizeAsset } from '../views/asset-summary.ts'
import { viewOrders } from '../views/order-view.ts'
import { viewPrediction } from '../views/prediction-view.ts'
import { metersOf } from '../views/subject.ts'

const tagPath = inMunicipality({ tag: z.string() })
/** What an asset's own lists show at most; the municipality's lists have the rest. */
const MOST = 100

export function assetRoutes(app: App, { db, pictures, moments, now }: Services): void {
  /** The asset of the path, as far as this person may see it. */
  const ofPath = (c: Context<AppEnv>, code: string, tag: string) => {
    const picture = pictures.get(code)
    return { picture, watched: seenAsset(personOf(c), picture, tag) }
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets',
      tags: ['assets'],
      summary: 'Assets by tag, with the state they are in',
      request: {
        params: inMunicipality({}),
        query: z.object({
          ...assetFilter,
          box: BoxQuery.optional(),
          area: AreaQuery.optional(),
          column: z
            .union([AssetColumn, z.array(AssetColumn)])
            .default([])
            .transform((column) => [column].flat())
            .openapi({ type: 'array', items: { type: 'string' } }),
          ...paging,
        }),
      },
      responses: gives(page(AssetSummary), 'A page of assets'),
    }),
    (c) => {
      const { kommunkod } = c.req.valid('param')
      const { column: columns, cursor, limit, ...filter } = c.req.valid('query')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const after = fromCursor(cursor, z.string()) ?? ''
      const fits = fitsSelection(filter)
      const found: WatchedAsset[] = []
      // The register is in order of tags.
      for (const watched of picture.assets.values()) {
        if (watched.asset.tag <= after || !sight.asset(watched) || !fits(watched)) continue
        if (found.push(watched) > limit) break
      }
      const { items, next } = pageOf(found, limit, ({ asset }) => asset.tag)
      const at = dataNow(picture, now())
      const summarize = (watched: WatchedAsset) =>
        summarizeAsset(
          watched,
          lookOf(watched, (tag) => picture.assets.get(tag), at),
        )
      if (columns.length === 0) return c.json({ items: items.map(summarize), next }, 200)
      const read = readColumns(picture)
      const more = (watched: WatchedAsset) =>
        Object.fromEntries(columns.map((column) => [column, read(watched, column)]))
      return c.json({ items: items.map((one) => ({ ...summarize(one), more: more(one) })), next }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}',
      tags: ['assets'],
      summary: 'All about an asset that fits on its page, as it is or was at a past moment',
      request: { params: tagPath, query: z.object({ at: TimeQuery.optional() }) },
      responses: gives(AssetPage, 'The asset with its signals’ newest readings'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { at } = c.req.valid('query')
      const { picture, watched } = ofPath(c, kommunkod, tag)
      if (at !== undefined) {
        const { moment } = await moments.get(kommunkod, at)
        const sat = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
          itemAt(tx, tag, moment.at),
        )
        const page = viewAssetPage(picture, moment.find(tag) ?? watched, sat)
        return c.json({ ...page, at: formatTime(moment.at) }, 200)
      }
      const item = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        findInstalledItem(tx, tag),
      )
      return c.json(viewAssetPage(picture, watched, item), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/alarms',
      tags: ['assets', 'alarms'],
      summary: 'An asset’s alarms, newest first',
      request: { params: tagPath },
      responses: gives(z.array(AlarmView), 'The newest alarms'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { picture } = ofPath(c, kommunkod, tag)
      const rows = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        listAlarms(tx, { asset: tag, limit: MOST }),
      )
      return c.json(
        rows.map((alarm) => viewAlarm(picture, alarm)),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/predictions',
      tags: ['assets', 'predictions'],
      summary: 'Predictions about an asset, about the zone it meters, or that name it as a candidate',
      request: { params: tagPath },
      responses: gives(z.array(PredictionView), 'The newest predictions'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { picture, watched } = ofPath(c, kommunkod, tag)
      const { zone } = watched.asset
      const rows = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => [
        ...(await listPredictions(tx, { asset: tag, limit: MOST })),
        ...(zone === null ? [] : await listPredictions(tx, { zone, limit: MOST })),
      ])
      const meters = zone !== null && metersOf(picture, zone).includes(tag)
      const concerned = rows.filter(
        ({ prediction: { subject, candidates } }) =>
          subject.type === 'asset' || meters || candidates.some((candidate) => candidate.asset === tag),
      )
      return c.json(
        concerned.map((stored) => viewPrediction(picture, stored)),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/orders',
      tags: ['assets', 'work'],
      summary: 'An asset’s work orders, newest first; of a past moment those that stood open, as they were',
      request: { params: tagPath, query: z.object({ at: TimeQuery.optional() }) },
      responses: gives(z.array(WorkOrderView), 'The newest work orders, with their whole history'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { at } = c.req.valid('query')
      const { picture } = ofPath(c, kommunkod, tag)
      const views = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) =>
        viewOrders(tx, picture, await ordersOf(tx, tag, at)),
      )
      return c.json(views, 200)
    },
  )
}

async function ordersOf(tx: Tx, tag: string, at: Micros | undefined): Promise<WorkOrder[]> {
  const orders = await listOrders(tx, { subject: { type: 'asset', tag }, limit: MOST })
  if (at === undefined) return orders
  const histories = await orderHistories(
    tx,
    orders.map(({ id }) => id),
  )
  return orders.flatMap((order) => {
    const then = orderThen(order, histories.get(order.id) ?? [], at)
    return then && isOpen(then.state) ? [then] : []
  })
}

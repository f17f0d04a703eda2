import { DAY, type Zone } from '@driftbild/core'
import { listOrders, listPredictions } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { ZoneInflow, ZonePage, ZoneView } from '../contract/index.ts'
import { zoneInflow } from '../figures/zone-inflow.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { findZone } from '../http/find-zone.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { viewZonePage } from '../views/zone-page.ts'

const MOST = 1_000
/** Forecasts reach about a day ahead; older hours are compared week by week. */
const SHOWN_AHEAD = DAY

export function zoneRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/zones',
      tags: ['zones'],
      summary: 'Zones that this person sees',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(ZoneView), 'All of them'),
    }),
    (c) => {
      const picture = pictures.get(c.req.valid('param').kommunkod)
      const sight = sightOf(personOf(c), picture)
      const zones = [...picture.zones.values()].filter((zone) => sight.service(zone.service))
      return c.json(
        zones.map((zone) => viewZone(picture, zone)),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/zones/{tag}',
      tags: ['zones'],
      summary: 'One zone: its meters, what is in it, and where models look for a cause',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: gives(ZonePage, 'The zone'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const { zone, sight } = findZone(picture, personOf(c), tag)
      const work = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => ({
        predictions: await listPredictions(tx, { standing: true, limit: MOST }),
        orders: await listOrders(tx, { open: true, limit: MOST }),
      }))
      return c.json(viewZonePage(picture, sight, zone, work), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/zones/{tag}/inflow',
      tags: ['zones'],
      summary: 'What flows into a zone by the hour, and what was expected to',
      request: {
        params: inMunicipality({ tag: z.string() }),
        query: z.object({ days: z.coerce.number().int().min(1).max(60).default(7) }),
      },
      responses: gives(ZoneInflow, 'Up to the present, with the expected band a day ahead'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const { zone } = findZone(picture, personOf(c), tag)
      const present = dataNow(picture, now())
      const from = present - c.req.valid('query').days * DAY
      const found = await zoneInflow(db, picture, zone, { from, to: present + SHOWN_AHEAD, now: present })
      return c.json(found, 200)
    },
  )
}

function viewZone(picture: Picture, { tag, name, service, inflow, outflow }: Zone): ZoneView {
  let assets = 0
  for (const { asset } of picture.assets.values()) if (asset.zone === tag) assets++
  return { tag, name, service, inflow, outflow, assets }
}

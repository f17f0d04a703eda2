import type { Zone } from '@driftbild/core'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { ZoneView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'

export function zoneRoutes(app: App, { pictures }: Services): void {
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
      summary: 'One zone',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: gives(ZoneView, 'The zone'),
    }),
    (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const zone = picture.zones.get(tag)
      if (!zone || !sightOf(personOf(c), picture).service(zone.service)) throw notFound(tag)
      return c.json(viewZone(picture, zone), 200)
    },
  )
}

function viewZone(picture: Picture, { tag, name, service, inflow, outflow }: Zone): ZoneView {
  let assets = 0
  for (const { asset } of picture.assets.values()) if (asset.zone === tag) assets++
  return { tag, name, service, inflow, outflow, assets }
}

import { formatTime } from '@driftbild/core'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { TravelView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { TimeQuery } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import { placeOf, travelTimes, withStreets } from '../network/travel-times.ts'
import type { Services } from '../services.ts'

export function travelTimeRoutes(app: App, { db, pictures, flows: waterFlows, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/travel-times',
      tags: ['assets', 'map'],
      summary: 'Where the water at an asset was before, and who gets it next',
      description:
        'Shares and hours follow from how water flowed then: solved by EPANET on the register’s pipes, or shared out along the shortest ways.',
      request: {
        params: inMunicipality({ tag: z.string() }),
        query: z.object({ at: TimeQuery.optional() }),
      },
      responses: gives(TravelView, 'Upstream and downstream, with intervals'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const watched = picture.assets.get(tag)
      const place = watched && sight.asset(watched) ? placeOf(picture, tag) : null
      if (place === null) throw notFound(tag)
      const at = c.req.valid('query').at ?? picture.newest?.source ?? now()
      const see = (other: string) => {
        const one = picture.assets.get(other)
        return one && sight.asset(one) ? one : undefined
      }
      const flows = await waterFlows.at(picture, at, c.req.raw.signal)
      const { back, ...rest } = travelTimes(picture, flows, place, see)
      const sources = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        withStreets(tx, picture, back.sources),
      )
      return c.json({ at: formatTime(at), ...rest, back: { ...back, sources } }, 200)
    },
  )
}

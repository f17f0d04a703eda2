import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { SearchHit } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'
import { summarizeAsset } from '../views/asset-summary.ts'

export function searchRoutes(app: App, { pictures }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/search',
      tags: ['assets', 'map'],
      summary: 'Streets and places, assets by tag and name, and assets by their signals’ keys; best first',
      request: {
        params: inMunicipality({}),
        query: z.object({
          q: z.string().max(100).default(''),
          limit: z.coerce.number().int().min(1).max(50).default(10),
        }),
      },
      responses: gives(z.array(SearchHit), 'What was found'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { q, limit } = c.req.valid('query')
      const sight = sightOf(personOf(c), pictures.get(kommunkod))
      const search = await pictures.search(kommunkod)
      const hits = search
        .find(q, sight.asset, limit)
        .map(
          (hit): SearchHit =>
            hit.type === 'place'
              ? { type: 'place', ...hit.place }
              : { type: 'asset', ...summarizeAsset(hit.watched), signal: hit.signal },
        )
      return c.json(hits, 200)
    },
  )
}

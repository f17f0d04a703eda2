import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { SuspicionView, TraceView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { TimeQuery } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import { traceAsset } from '../network/trace-asset.ts'
import type { Services } from '../services.ts'
import { summarizeAsset } from '../views/asset-summary.ts'
import { viewTrace } from '../views/trace-view.ts'

const MOST_SUSPECTED = 100

export function networkRoutes(app: App, { pictures, moments }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/suspicion',
      tags: ['map', 'predictions'],
      summary: 'Where leaks may be, by all standing predictions together',
      request: { params: inMunicipality({}) },
      responses: gives(SuspicionView, 'Pipes and other assets, the likeliest first'),
    }),
    (c) => {
      const { kommunkod } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const found = [...picture.suspicion]
        .flatMap(([tag, suspicion]) => {
          const watched = picture.assets.get(tag)
          return watched && sight.asset(watched) ? [{ ...summarizeAsset(watched), ...suspicion }] : []
        })
        .sort((a, b) => b.probability - a.probability)
      return c.json({ count: found.length, items: found.slice(0, MOST_SUSPECTED) }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/trace',
      tags: ['assets', 'map'],
      summary: 'What lies downstream or upstream of an asset, now or at a past moment',
      request: {
        params: inMunicipality({ tag: z.string() }),
        query: z.object({
          way: z.enum(['downstream', 'upstream']).default('downstream'),
          at: TimeQuery.optional(),
        }),
      },
      responses: gives(TraceView, 'What is so for certain, and what may be'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { way, at } = c.req.valid('query')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const watched = picture.assets.get(tag)
      if (!watched || !sight.asset(watched)) throw notFound(tag)
      const scene = await moments.scene(kommunkod, { at })
      const trace = traceAsset(picture, tag, way, scene)
      if (!trace) throw notFound(tag)
      const find = scene?.moment.find ?? ((other: string) => picture.assets.get(other))
      const see = (other: string) => {
        const one = find(other)
        return one && sight.asset(one) ? one : undefined
      }
      return c.json(viewTrace(way, trace, see), 200)
    },
  )
}

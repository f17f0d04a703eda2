import { bucketLength, DAY, type Kommunkod, type Micros, ProblemError, SECOND } from '@driftbild/core'
import { foldedRollups, MOST_POINTS, newestForecast, type SeriesData, seriesOf } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { ForecastView, Rollups, Series, Step } from '../contract/index.ts'
import type { App, AppEnv } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { TimeQuery } from '../http/query.ts'
import { seesSignal } from '../http/sight.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Services } from '../services.ts'
import { viewRollups, viewSeries } from '../views/series-view.ts'

const keyPath = inMunicipality({ key: z.string() })
const WEEK = 7 * DAY
interface Interval {
  from?: Micros | undefined
  to?: Micros | undefined
}
const IntervalQuery = { from: TimeQuery.optional(), to: TimeQuery.optional() }
const Points = z.coerce.number().int().min(10).max(MOST_POINTS).default(MOST_POINTS)
/** Signals in one answer at most. */
const MOST_SIGNALS = 20
/** Buckets in one answer at most. */
const MOST_BUCKETS = 2_000

export function signalRoutes(app: App, { db, pictures, now: clock }: Services): void {
  const requireSeen = (c: Context<AppEnv>, code: string, key: string): void => {
    if (!seesSignal(personOf(c), pictures.get(code), key)) throw notFound(key)
  }

  /** The last week unless asked otherwise; `now` is the data's. */
  const intervalOf = (code: Kommunkod, query: Interval) => {
    const now = dataNow(pictures.get(code), clock())
    const to = query.to ?? now + SECOND
    const from = query.from ?? to - WEEK
    if (from >= to) throw new ProblemError(400, { code: 'empty-interval' })
    return { from, to, now }
  }

  const seriesAsked = async (
    code: Kommunkod,
    key: string,
    query: Interval & { points: number },
  ): Promise<SeriesData> => {
    const series = await seriesOf(db, code, key, { ...intervalOf(code, query), points: query.points })
    if (!series) throw notFound(key)
    return series
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/signals/{key}/series',
      tags: ['signals'],
      summary: 'A signal over time, for a chart; the last week unless asked otherwise',
      request: {
        params: keyPath,
        query: z.object({ ...IntervalQuery, points: Points }),
      },
      responses: gives(Series, 'Readings where they fit, else roll-ups that keep their extremes'),
    }),
    async (c) => {
      const { kommunkod, key } = c.req.valid('param')
      requireSeen(c, kommunkod, key)
      return c.json(viewSeries(await seriesAsked(kommunkod, key, c.req.valid('query'))), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/series',
      tags: ['signals'],
      summary:
        'Several signals over the same time, each as for a chart; the last week unless asked otherwise',
      request: {
        params: inMunicipality({}),
        query: z.object({
          key: z
            .union([z.string(), z.array(z.string()).max(MOST_SIGNALS)])
            .default([])
            .transform((key) => [...new Set([key].flat())])
            .openapi({ type: 'array', items: { type: 'string' }, maxItems: MOST_SIGNALS }),
          ...IntervalQuery,
          points: Points,
        }),
      },
      responses: gives(z.object({ items: z.array(Series) }), 'In the order asked'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const query = c.req.valid('query')
      for (const key of query.key) requireSeen(c, kommunkod, key)
      const items: Series[] = []
      // One after the other: each lets others use the engine in between.
      for (const key of query.key) items.push(viewSeries(await seriesAsked(kommunkod, key, query)))
      return c.json({ items }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/signals/{key}/rollups',
      tags: ['signals'],
      summary: 'A signal in buckets: what was counted, what is missing, what it amounts to',
      request: { params: keyPath, query: z.object({ ...IntervalQuery, step: Step.default('day') }) },
      responses: gives(Rollups, 'Days and months are the municipality’s own'),
    }),
    async (c) => {
      const { kommunkod, key } = c.req.valid('param')
      requireSeen(c, kommunkod, key)
      const { step, ...query } = c.req.valid('query')
      const interval = intervalOf(kommunkod, query)
      if ((interval.to - interval.from) / bucketLength[step] > MOST_BUCKETS) {
        throw new ProblemError(400, { code: 'too-many-buckets', context: { most: MOST_BUCKETS } })
      }
      const rollups = await foldedRollups(db, kommunkod, key, { ...interval, step })
      if (!rollups) throw notFound(key)
      return c.json(viewRollups(rollups, step), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/signals/{key}/forecast',
      tags: ['signals', 'predictions'],
      summary: 'The newest forecast of a signal; times are microseconds',
      request: { params: keyPath },
      responses: gives(
        ForecastView.nullable(),
        'A series ahead with quantiles; null where no model made one',
      ),
    }),
    async (c) => {
      const { kommunkod, key } = c.req.valid('param')
      requireSeen(c, kommunkod, key)
      const forecast = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        newestForecast(tx, key),
      )
      return c.json(forecast, 200)
    },
  )
}

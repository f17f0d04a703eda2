import { DAY, formatTime, ProblemError, SECOND } from '@driftbild/core'
import { MOST_POINTS, newestForecast, type SeriesData, seriesOf } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { ForecastView, Series } from '../contract/index.ts'
import type { App, AppEnv } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { TimeQuery } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Services } from '../services.ts'

const keyPath = inMunicipality({ key: z.string() })
const WEEK = 7 * DAY

export function signalRoutes(app: App, { db, pictures, now }: Services): void {
  const requireSeen = (c: Context<AppEnv>, code: string, key: string): void => {
    const picture = pictures.get(code)
    const tag = picture.signals.get(key)?.signal.asset
    const watched = tag === undefined ? undefined : picture.assets.get(tag)
    if (!watched || !sightOf(personOf(c), picture).asset(watched)) throw notFound(key)
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/signals/{key}/series',
      tags: ['signals'],
      summary: 'A signal over time, for a chart; the last week unless asked otherwise',
      request: {
        params: keyPath,
        query: z.object({
          from: TimeQuery.optional(),
          to: TimeQuery.optional(),
          points: z.coerce.number().int().min(10).max(MOST_POINTS).default(MOST_POINTS),
        }),
      },
      responses: gives(Series, 'Readings where they fit, else roll-ups that keep their extremes'),
    }),
    async (c) => {
      const { kommunkod, key } = c.req.valid('param')
      requireSeen(c, kommunkod, key)
      const query = c.req.valid('query')
      const to = query.to ?? dataNow(pictures.get(kommunkod), now()) + SECOND
      const from = query.from ?? to - WEEK
      if (from >= to) throw new ProblemError(400, { code: 'empty-interval' })
      const series = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        seriesOf(tx, key, from, to, query.points),
      )
      if (!series) throw notFound(key)
      return c.json(viewSeries(series), 200)
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

const viewSeries = ({ unit, from, to, time, gaps, ...rest }: SeriesData): Series => ({
  ...rest,
  unit: unit as Series['unit'],
  from: formatTime(from),
  to: formatTime(to),
  time: time.map((at) => at / SECOND),
  gaps: gaps.map((gap) => ({
    ...gap,
    from: formatTime(gap.from),
    to: gap.to === null ? null : formatTime(gap.to),
  })),
})

import { alarmLoad, alarmTargets, DAY, formatTime } from '@driftbild/core'
import { alarmSpans, loadSettings } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { AlarmLoadView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Services } from '../services.ts'

const MOST = 20_000

export function alarmLoadRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/alarms/load',
      tags: ['alarms'],
      summary: 'How much the alarms ask of an operator, beside what good practice allows',
      request: {
        params: inMunicipality({}),
        query: z.object({ days: z.coerce.number().int().min(1).max(90).default(30) }),
      },
      responses: gives(AlarmLoadView, 'By the data’s clock, for each operator'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const to = dataNow(picture, now())
      const from = to - c.req.valid('query').days * DAY
      const { spans, operators } = await db.transaction(
        { municipality: kommunkod, role: 'reader' },
        async (tx) => ({
          spans: await alarmSpans(tx, { from, to, limit: MOST }),
          operators: (await loadSettings(tx)).operators,
        }),
      )
      const seen = spans.filter(({ asset }) => sight.subject({ type: 'asset', tag: asset }))
      const modes = new Map(picture.register.alarmRules.map(({ id, mode }) => [id, mode]))
      const { worst, ...load } = alarmLoad(seen, { from, to, operators })
      return c.json(
        {
          ...load,
          worst: worst.map((one) => ({
            ...one,
            assetName: picture.assets.get(one.asset)?.asset.name ?? one.asset,
            mode: modes.get(one.rule) ?? null,
          })),
          ...{ from: formatTime(from), to: formatTime(to), operators, targets: alarmTargets },
          cut: spans.length === MOST,
        },
        200,
      )
    },
  )
}

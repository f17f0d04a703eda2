import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { AlarmRuleView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'
import { viewRule } from '../views/suppression-view.ts'

export function alarmRuleRoutes(app: App, { pictures }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/alarm-rules',
      tags: ['alarms', 'assets'],
      summary: 'What can raise an alarm of an asset',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: gives(z.array(AlarmRuleView), 'Every rule, by its name'),
    }),
    (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const watched = picture.assets.get(tag)
      if (!watched || !sightOf(personOf(c), picture).asset(watched)) throw notFound(tag)
      const keys = new Set(watched.signals.map(({ signal }) => signal.key))
      const rules = picture.register.alarmRules
        .filter(({ signal }) => keys.has(signal))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      return c.json(
        rules.map((rule) => viewRule(picture, rule)),
        200,
      )
    },
  )
}

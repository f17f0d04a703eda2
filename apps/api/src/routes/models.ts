import { formatTime } from '@driftbild/core'
import { appendAudit, listModelSwitches, switchModel } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { ModelSwitchBody, ModelView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import type { Services } from '../services.ts'

export function modelRoutes(app: App, { db, cards, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/models',
      tags: ['predictions'],
      summary:
        'The cards of all models: what they are for, their scores, what they can’t do, and who switched them off',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(ModelView), 'All cards'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const switches = await db.transaction({ municipality: kommunkod, role: 'reader' }, listModelSwitches)
      const views = cards.map((card) => {
        const off = switches.find(({ model, isOn }) => model === card.name && !isOn)
        return { ...card, off: off ? { reason: off.reason, at: formatTime(off.setAt) } : null }
      })
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/models/{name}/switch',
      tags: ['predictions'],
      summary: 'Switch a model off here, or on again; what it said before stays',
      request: { params: inMunicipality({ name: z.string() }), ...takes(ModelSwitchBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It holds from the next step on'),
    }),
    async (c) => {
      const { kommunkod, name } = c.req.valid('param')
      if (!cards.some((card) => card.name === name)) throw notFound(name)
      const { on, reason } = c.req.valid('json')
      const by = personOf(c).id
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await switchModel(tx, { model: name, isOn: on, reason, setBy: by, setAt: at })
        await appendAudit(tx, { at, by, what: on ? 'model-on' : 'model-off', ref: name, detail: { reason } })
      })
      return c.json({ saved: true as const }, 200)
    },
  )
}

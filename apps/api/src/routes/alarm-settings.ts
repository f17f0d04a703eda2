import { alarmRuleProblem, formatTime, ProblemError, promisedEvery } from '@driftbild/core'
import { addSetting, appendAudit, listSettings, namesOf, registeredSetting, type Tx } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Person } from '../auth/people.ts'
import { type AlarmRuleView, AlarmSettingBody, AlarmSettingsView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { findRule } from '../views/suppression-view.ts'

const rulePath = inMunicipality({ id: z.string() })

export function alarmSettingRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/alarm-rules/{id}/settings',
      tags: ['alarms'],
      summary: 'Limits and delays of one rule: as they hold, as the register has them, and who set them',
      request: { params: rulePath },
      responses: gives(AlarmSettingsView, 'Newest first'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const held = ruleFor(personOf(c), pictures.get(kommunkod), id)
      const view = await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) => settings(tx, held))
      return c.json(view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/alarm-rules/{id}/settings',
      tags: ['alarms'],
      summary: 'Set limits and delays of one rule, or take them back to what the register says',
      description: 'They hold for what comes from now on; what was judged before stays as it was judged.',
      request: { params: rulePath, ...takes(AlarmSettingBody) },
      responses: gives(AlarmSettingsView, 'As it holds from now on'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { setting, reason } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const held = ruleFor(person, picture, id)
      requireFor(person, 'set-alarm-limits', kommunkod, picture.assets.get(held.asset)!.service)
      const every = promisedEvery(picture.signals.get(held.rule.signal)!.signal.reporting)
      const problem = setting && alarmRuleProblem({ ...held.rule, ...setting }, every)
      if (problem) throw new ProblemError(400, { code: problem, ref: id })
      const at = now()
      const view = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const before = await settings(tx, held)
        await addSetting(tx, id, { setting, reason, at, by: person.id })
        await appendAudit(tx, {
          ...{ at, by: person.id, what: 'alarm-limits-set', ref: id },
          detail: { before: before.history[0]?.setting ?? before.registered, after: setting, reason },
        })
        const rule = { ...held.rule, ...(setting ?? before.registered) }
        return settings(tx, { ...held, rule })
      })
      return c.json(view, 200)
    },
  )
}

function ruleFor(person: Person, picture: Picture, id: string): AlarmRuleView {
  const held = findRule(picture, sightOf(person, picture), id)
  if (!held) throw notFound(id)
  return held
}

async function settings(tx: Tx, held: AlarmRuleView): Promise<AlarmSettingsView> {
  const { id } = held.rule
  const registered = await registeredSetting(tx, id)
  if (!registered) throw notFound(id)
  const stored = await listSettings(tx, id)
  const names = await namesOf(
    tx,
    stored.map(({ by }) => by),
  )
  const history = stored.map(({ setting, reason, at, by }) => ({
    ...{ setting, reason, at: formatTime(at), by: names.get(by) ?? by },
  }))
  return { held, registered, history }
}

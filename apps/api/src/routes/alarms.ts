import { formatTime, Micros, ProblemError, parseTime } from '@driftbild/core'
import {
  actOnAlarm,
  appendAudit,
  findAlarm,
  listAlarms,
  type PersonalAction,
  setApart,
  type Tx,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { suppressionsNow } from '../alarms/suppressed.ts'
import { AlarmActionBody, AlarmView, page } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { notFound } from '../http/problems.ts'
import { Flag } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'
import { viewAlarm } from '../views/alarm-view.ts'

const Place = z.object({ raisedAt: Micros, id: z.uuid() })

export function alarmRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/alarms',
      tags: ['alarms'],
      summary: 'Alarms, newest first',
      request: {
        params: inMunicipality({}),
        query: z.object({ active: Flag.optional(), ...paging }),
      },
      responses: gives(page(AlarmView), 'A page of alarms'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { active, cursor, limit } = c.req.valid('query')
      const after = fromCursor(cursor, Place)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const { rows, suppressionFor } = await db.transaction(
        { municipality: kommunkod, role: 'reader' },
        async (tx) => ({
          rows: await listAlarms(tx, {
            ...(active !== undefined && { active }),
            ...(after && { after }),
            limit: limit + 1,
          }),
          suppressionFor: await suppressionsNow(tx, now()),
        }),
      )
      const { items, next } = pageOf(rows, limit, ({ raisedAt, id }) => ({ raisedAt, id }))
      const seen = items.filter((alarm) => sight.subject({ type: 'asset', tag: alarm.asset }))
      return c.json(
        { items: seen.map((alarm) => viewAlarm(picture, alarm, suppressionFor(alarm))), next },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/alarms/{id}/actions',
      tags: ['alarms'],
      summary: 'Acknowledge, shelve or unshelve an alarm, or take it out of its group',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(AlarmActionBody) },
      responses: gives(AlarmView, 'The alarm after it'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const body = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const at = now()
      const alarm = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const before = await findAlarm(tx, id)
        if (!before || !sightOf(person, picture).subject({ type: 'asset', tag: before.asset }))
          throw notFound(id)
        requireFor(person, 'acknowledge-alarm', kommunkod, viewAlarm(picture, before).service)
        if (body.type === 'set-apart' || body.type === 'let-in') {
          await setApart(tx, id, body.type === 'set-apart', { by: person.id, at })
          await appendAudit(tx, { at, by: person.id, what: `alarm-${body.type}`, ref: id, detail: {} })
        } else await act(tx, id, toAction(body, person.id, at), at)
        return viewAlarm(picture, (await findAlarm(tx, id))!, (await suppressionsNow(tx, at))(before))
      })
      return c.json(alarm, 200)
    },
  )
}

async function act(tx: Tx, id: string, action: PersonalAction, at: Micros): Promise<void> {
  await actOnAlarm(tx, id, action, at)
  await appendAudit(tx, {
    at,
    by: action.by,
    what: `alarm-${action.type}`,
    ref: id,
    detail: action.type === 'shelved' ? { until: formatTime(action.until), reason: action.reason } : {},
  })
}

type Told = Exclude<z.infer<typeof AlarmActionBody>, { type: 'set-apart' | 'let-in' }>

function toAction(body: Told, by: string, at: Micros): PersonalAction {
  if (body.type === 'acknowledge') return { type: 'acknowledged', at, by }
  if (body.type === 'unshelve') return { type: 'unshelved', at, by }
  let until: Micros
  try {
    until = parseTime(body.until)
  } catch (cause) {
    throw new ProblemError(400, { code: 'invalid', context: { in: 'json', path: 'until' } }, { cause })
  }
  if (until <= at) throw new ProblemError(400, { code: 'shelved-until-past', ref: body.until })
  return { type: 'shelved', at, by, until, reason: body.reason }
}

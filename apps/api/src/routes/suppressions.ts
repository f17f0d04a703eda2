import { type AlarmSuppression, formatTime, type Micros, ProblemError, parseTime } from '@driftbild/core'
import {
  addSuppression,
  appendAudit,
  endSuppression,
  listRules,
  listSuppressions,
  type StoredSuppression,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Person } from '../auth/people.ts'
import { SuppressionBody, SuppressionView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'

export function suppressionRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/alarm-suppressions',
      tags: ['alarms'],
      summary: 'Alarms that call nobody: out of service, or by design',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(SuppressionView), 'Those that hold now'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const held = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        listSuppressions(tx, now()),
      )
      const seen = held.filter((one) => sight.subject({ type: 'asset', tag: assetOf(picture, one) }))
      return c.json(
        seen.map((one) => viewSuppression(picture, one)),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/alarm-suppressions',
      tags: ['alarms'],
      summary: 'Take an asset’s alarms out of service for a time, or let one rule’s alarm silence another’s',
      request: { params: inMunicipality({}), ...takes(SuppressionBody) },
      responses: gives(z.object({ id: z.uuid() }), 'It holds from now on'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const at = now()
      const one = readSuppression(c.req.valid('json'), at)
      requireSubject(person, picture, assetOf(picture, one))
      const id = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const made = await addSuppression(tx, one, { by: person.id, at })
        if (made === null) throw notFound(assetOf(picture, one))
        await appendAudit(tx, {
          ...{ at, by: person.id, what: `alarm-${one.kind}`, ref: made },
          detail: { ...one, ...(one.kind === 'out-of-service' && { until: formatTime(one.until) }) },
        })
        return made
      })
      return c.json({ id }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/alarm-suppressions/{id}/end',
      tags: ['alarms'],
      summary: 'Let the alarms call again',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(z.object({ ended: z.literal(true) }), 'They call from now on'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const one = (await listSuppressions(tx, at)).find((held) => held.id === id)
        if (!one) throw notFound(id)
        requireSubject(person, picture, assetOf(picture, one))
        await endSuppression(tx, id, { by: person.id, at })
        await appendAudit(tx, {
          ...{ at, by: person.id, what: 'alarm-suppression-ended', ref: id },
          detail: { asset: assetOf(picture, one) },
        })
      })
      return c.json({ ended: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/alarm-rules',
      tags: ['alarms', 'assets'],
      summary: 'Names of the rules that can raise an alarm of an asset',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: gives(z.array(z.string()), 'Every one'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const watched = picture.assets.get(tag)
      if (!watched || !sightOf(personOf(c), picture).asset(watched)) throw notFound(tag)
      const keys = watched.signals.map(({ signal }) => signal.key)
      const rules = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        listRules(tx, keys),
      )
      return c.json(
        rules.map(({ id }) => id),
        200,
      )
    },
  )
}

function readSuppression(body: SuppressionBody, at: Micros): AlarmSuppression {
  if (body.kind === 'by-design') {
    if (body.rule === body.whileRule) throw new ProblemError(400, { code: 'silences-itself', ref: body.rule })
    return body
  }
  let until: Micros
  try {
    until = parseTime(body.until)
  } catch (cause) {
    throw new ProblemError(400, { code: 'invalid', context: { in: 'json', path: 'until' } }, { cause })
  }
  if (until <= at) throw new ProblemError(400, { code: 'shelved-until-past', ref: body.until })
  return { ...body, until }
}

/** Tag of the asset whose alarms are meant; of a rule that isn't there its name, which is no tag. */
function assetOf(picture: Picture, one: AlarmSuppression): string {
  if (one.kind === 'out-of-service') return one.asset
  const rule = picture.register.alarmRules.find(({ id }) => id === one.rule)
  return (rule && picture.signals.get(rule.signal)?.signal.asset) ?? one.rule
}

function requireSubject(person: Person, picture: Picture, tag: string): void {
  const watched = picture.assets.get(tag)
  if (!watched || !sightOf(person, picture).asset(watched)) throw notFound(tag)
  requireFor(person, 'acknowledge-alarm', picture.code, watched.service)
}

function viewSuppression(picture: Picture, one: StoredSuppression): SuppressionView {
  const common = { id: one.id, reason: one.reason, from: formatTime(one.from), by: one.by }
  if (one.kind === 'by-design') return { ...common, kind: one.kind, rule: one.rule, whileRule: one.whileRule }
  const assetName = picture.assets.get(one.asset)?.asset.name ?? one.asset
  return { ...common, kind: one.kind, asset: one.asset, assetName, until: formatTime(one.until) }
}

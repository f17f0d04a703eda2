import {
  type AlarmSuppression,
  designProblem,
  formatTime,
  type Micros,
  ProblemError,
  parseTime,
} from '@driftbild/core'
import {
  addSuppression,
  appendAudit,
  endSuppression,
  listSuppressions,
  lockSuppressions,
  namesOf,
  type StoredSuppression,
  type Tx,
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
import { findRule, viewSuppression } from '../views/suppression-view.ts'

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
      const { held, names } = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const held = await listSuppressions(tx, now())
        return {
          held,
          names: await namesOf(
            tx,
            held.map(({ by }) => by),
          ),
        }
      })
      return c.json(
        held.flatMap((one) => viewSuppression(picture, sight, one, names) ?? []),
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
      requireSubject(person, picture, one)
      const id = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await lockSuppressions(tx)
        const made = await add(tx, one, await listSuppressions(tx, at), { by: person.id, at })
        await appendAudit(tx, {
          ...{ at, by: person.id, what: `alarm-${one.kind}`, ref: made, detail: told(one) },
        })
        return made
      })
      return c.json({ id }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/alarm-suppressions/{id}/change',
      tags: ['alarms'],
      summary: 'End one and let another hold in its place, in one step',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(SuppressionBody) },
      responses: gives(
        z.object({ id: z.uuid() }),
        'The other one holds from now on; the first stays on record',
      ),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const at = now()
      const one = readSuppression(c.req.valid('json'), at)
      requireSubject(person, picture, one)
      const next = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await lockSuppressions(tx)
        const before = await findHeld(tx, id, at)
        requireSubject(person, picture, before)
        await endSuppression(tx, id, { by: person.id, at })
        const made = await add(tx, one, await listSuppressions(tx, at), { by: person.id, at })
        await appendAudit(tx, {
          ...{ at, by: person.id, what: 'alarm-suppression-changed', ref: made },
          detail: { before: told(before), after: told(one) },
        })
        return made
      })
      return c.json({ id: next }, 200)
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
        const one = await findHeld(tx, id, at)
        requireSubject(person, picture, one)
        await endSuppression(tx, id, { by: person.id, at })
        await appendAudit(tx, {
          ...{ at, by: person.id, what: 'alarm-suppression-ended', ref: id, detail: told(one) },
        })
      })
      return c.json({ ended: true as const }, 200)
    },
  )
}

async function add(
  tx: Tx,
  one: AlarmSuppression,
  held: readonly AlarmSuppression[],
  who: { by: string; at: Micros },
): Promise<string> {
  if (one.kind === 'by-design') {
    const designs = held.filter((other) => other.kind === 'by-design')
    const code = designProblem(one, designs)
    if (code !== null) throw new ProblemError(400, { code, ref: one.rule })
  }
  const made = await addSuppression(tx, one, who)
  if (made === null) throw notFound(one.kind === 'by-design' ? one.rule : one.asset)
  return made
}

async function findHeld(tx: Tx, id: string, at: Micros): Promise<StoredSuppression> {
  const one = (await listSuppressions(tx, at)).find((held) => held.id === id)
  if (!one) throw notFound(id)
  return one
}

function readSuppression(body: SuppressionBody, at: Micros): AlarmSuppression {
  if (body.kind === 'by-design') return body
  let until: Micros
  try {
    until = parseTime(body.until)
  } catch (cause) {
    throw new ProblemError(400, { code: 'invalid', context: { in: 'json', path: 'until' } }, { cause })
  }
  if (until <= at) throw new ProblemError(400, { code: 'shelved-until-past', ref: body.until })
  return { ...body, until }
}

/** Of a design both assets must be seen; whose alarm is silenced says who may. */
function requireSubject(person: Person, picture: Picture, one: AlarmSuppression): void {
  const sight = sightOf(person, picture)
  const rules = one.kind === 'by-design' ? [one.rule, one.whileRule] : []
  const tags = rules.map((id) => {
    const rule = findRule(picture, sight, id)
    if (!rule) throw notFound(id)
    return rule.asset
  })
  const tag = one.kind === 'by-design' ? tags[0]! : one.asset
  const watched = picture.assets.get(tag)
  if (!watched || !sight.asset(watched)) throw notFound(tag)
  requireFor(person, 'acknowledge-alarm', picture.code, watched.service)
}

/** What the log keeps of it. */
function told(one: AlarmSuppression): Record<string, string> {
  const { kind, reason } = one
  if (kind === 'by-design') return { kind, reason, rule: one.rule, whileRule: one.whileRule }
  return { kind, reason, asset: one.asset, until: formatTime(one.until) }
}

import { balanceLines, DAY, formatTime, type StatedInput, statedInputs } from '@driftbild/core'
import { addStatement, appendAudit, statementsByZone } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { Balance, StatementBody } from '../contract/index.ts'
import { balanceOf, type ZoneBalance } from '../figures/balance.ts'
import { type BeforeRepair, beforeRepair } from '../figures/before-repair.ts'
import { openDayBook } from '../figures/day-book.ts'
import { repairsByZone } from '../figures/repaired-leak.ts'
import { scopeOf } from '../figures/scope.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { findZone } from '../http/find-zone.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Services } from '../services.ts'

const zonePath = inMunicipality({ tag: z.string() })
/** So long after a repair it is told what the balance was before. */
const TOLD_FOR = 365 * DAY

export function balanceRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/zones/{tag}/balance',
      tags: ['zones'],
      summary: 'A zone’s water balance in the terms of the IWA, with what it lacks',
      request: { params: zonePath },
      responses: gives(Balance, 'Every line has a number, or names the inputs that it waits for'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const { zone, sight } = findZone(picture, personOf(c), tag)
      const present = dataNow(picture, now())
      const known = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => ({
        stated: (await statementsByZone(tx)).get(tag) ?? {},
        repaired: (await repairsByZone(tx, present - TOLD_FOR, tag)).get(tag) ?? [],
      }))
      const scope = scopeOf(picture, sight, present, { zone })
      const balance = await balanceOf(openDayBook(db, picture, present), scope, known)
      const before = await beforeRepair(db, scope, known)
      const { stated } = known
      return c.json(
        {
          ...viewBalance(balance),
          small: balance.small,
          stated: (Object.keys(statedInputs) as StatedInput[]).map((input) => {
            const one = stated[input]
            return {
              input,
              unit: statedInputs[input].unit,
              value: one?.value ?? null,
              source: one?.source ?? null,
              by: one?.by ?? null,
              at: one ? formatTime(one.at) : null,
            }
          }),
          repaired: before && viewBefore(before),
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/zones/{tag}/statements',
      tags: ['zones'],
      summary: 'Say a figure of a zone that no meter gives, and where it is from',
      request: { params: zonePath, ...takes(StatementBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It holds from now on; earlier ones stay'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { input, value, source } = c.req.valid('json')
      const person = personOf(c)
      const { zone } = findZone(pictures.get(kommunkod), person, tag)
      requireFor(person, 'edit-assets', kommunkod, zone.service)
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await addStatement(tx, tag, input, { value, source, by: person.id, at })
        await appendAudit(tx, {
          ...{ at, by: person.id, what: 'zone-stated', ref: tag },
          detail: { input, value, source },
        })
      })
      return c.json({ saved: true as const }, 200)
    },
  )
}

const viewBalance = ({ measured, lines }: ZoneBalance) => ({
  measured,
  lines: balanceLines.map((line) => ({ line, ...lines[line] })),
})

const viewBefore = ({ repairs, balance }: BeforeRepair) => ({
  repairs: repairs.map(({ order, number, at, flow }) => ({ order, number, at: formatTime(at), flow })),
  before: viewBalance(balance),
})

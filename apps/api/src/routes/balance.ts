import { balanceLines, formatTime, type StatedInput, statedInputs } from '@driftbild/core'
import { addStatement, appendAudit, statementsByZone } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { Balance, StatementBody } from '../contract/index.ts'
import { balanceOf } from '../figures/balance.ts'
import { openDayBook } from '../figures/day-book.ts'
import { scopeOf } from '../figures/scope.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { findZone } from '../http/find-zone.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Services } from '../services.ts'

const zonePath = inMunicipality({ tag: z.string() })

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
      const stated = await db.transaction(
        { municipality: kommunkod, role: 'reader' },
        async (tx) => (await statementsByZone(tx)).get(tag) ?? {},
      )
      const scope = scopeOf(picture, sight, present, { zone })
      const { measured, lines, small } = await balanceOf(openDayBook(db, picture, present), scope, stated)
      return c.json(
        {
          measured,
          small,
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
          lines: balanceLines.map((line) => ({ line, ...lines[line] })),
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

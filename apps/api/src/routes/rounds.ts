import { randomUUID } from 'node:crypto'
import { Round, type RoundCommand } from '@driftbild/core'
import { appendAudit, applyRoundCommands } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { RoundCommandsBody } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'

export function roundRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/rounds/{day}/commands',
      tags: ['work'],
      summary: 'Reorder a round, or leave a stop out with a reason; a known command counts no second time',
      request: { params: inMunicipality({ day: z.iso.date() }), ...takes(RoundCommandsBody) },
      responses: gives(Round, 'The round as it is now'),
    }),
    async (c) => {
      const { kommunkod, day } = c.req.valid('param')
      const { name, commands } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(person, picture)
      for (const tag of commands.flatMap(assetsIn)) {
        const watched = picture.assets.get(tag)
        if (!watched || !sight.asset(watched)) throw notFound(tag)
      }
      const at = now()
      const round = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const changed = await applyRoundCommands(tx, { id: randomUUID(), day, name }, commands, {
          by: person.id,
          at,
        })
        const detail = { day, name, commands: commands.map(({ type }) => type) }
        await appendAudit(tx, { at, by: person.id, what: 'round-changed', ref: changed.id, detail })
        return changed
      })
      return c.json(round, 200)
    },
  )
}

const assetsIn = (command: RoundCommand): string[] =>
  command.type === 'reorder' ? command.stops.map(({ asset }) => asset) : [command.asset]

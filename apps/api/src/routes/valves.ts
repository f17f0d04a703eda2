import { formatTime } from '@driftbild/core'
import {
  addValveCondition,
  appendAudit,
  type StoredCondition,
  valveConditions,
  valveHistory,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { IsolationView, isolationWays, ValveConditionBody, ValveHistory } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { seenAsset } from '../http/seen-asset.ts'
import { sightOf } from '../http/sight.ts'
import { isolationPlan } from '../leaks/isolation-plan.ts'
import { replanOrders } from '../leaks/take-along.ts'
import type { Services } from '../services.ts'

const MOST_PIPES = 50
const Tags = z
  .string()
  .transform((text) => text.split(',').filter((tag) => tag !== ''))
  .pipe(z.array(z.string()).max(MOST_PIPES))

const tagPath = inMunicipality({ tag: z.string() })

export function valveRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/isolation',
      tags: ['map', 'work'],
      summary: 'Which valves to close so that pipes are without water, and who else is then',
      request: {
        params: inMunicipality({}),
        query: z.object({
          pipes: Tags,
          way: z.enum(isolationWays).default('least-area'),
          unsure: Tags.default([]),
        }),
      },
      responses: gives(IsolationView, 'The plan, with what to do where a valve can’t be closed'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { pipes, way, unsure } = c.req.valid('query')
      const picture = pictures.get(kommunkod)
      const person = personOf(c)
      for (const tag of pipes) {
        if (seenAsset(person, picture, tag).asset.class !== 'pipe') throw notFound(tag)
      }
      const conditions = await db.transaction({ municipality: kommunkod, role: 'reader' }, valveConditions)
      const { asset: sees } = sightOf(person, picture)
      const request = { pipes, way, conditions, unsure: new Set(unsure), sees }
      return c.json(isolationPlan(picture, request), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/valve-conditions',
      tags: ['assets'],
      summary: 'What people said of a valve, the newest first',
      request: { params: tagPath },
      responses: gives(ValveHistory, 'Empty where nobody said anything: it is counted on then'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      seenAsset(personOf(c), pictures.get(kommunkod), tag)
      const said = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        valveHistory(tx, tag),
      )
      return c.json(said.map(viewCondition), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/assets/{tag}/valve-conditions',
      tags: ['assets', 'work'],
      summary: 'Say what a valve is like; plans of open orders that name it are made again',
      request: { params: tagPath, ...takes(ValveConditionBody) },
      responses: gives(ValveHistory, 'What people said of it, with this'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { condition, note } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const watched = seenAsset(person, picture, tag)
      requireFor(person, 'do-order', kommunkod, watched.service)
      const at = now()
      const said = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        if (!(await addValveCondition(tx, { valve: tag, condition, note, at, by: person.id }))) {
          throw notFound(tag)
        }
        const orders = await replanOrders(tx, picture, tag, { by: person.id, at })
        const detail = { condition, note, orders: orders.length }
        await appendAudit(tx, { at, by: person.id, what: 'valve-condition', ref: tag, detail })
        return valveHistory(tx, tag)
      })
      return c.json(said.map(viewCondition), 200)
    },
  )
}

const viewCondition = ({ condition, note, by, at }: StoredCondition): ValveHistory[number] => ({
  ...{ condition, note, by },
  at: formatTime(at),
})

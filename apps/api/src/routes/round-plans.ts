import { randomUUID } from 'node:crypto'
import { type PlanCommand, ProblemError, Round } from '@driftbild/core'
import { orderStops, straightLines } from '@driftbild/routing'
import { appendAudit, applyRoundCommands, listOrders, roundNames, roundsOn } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { RoundDay, RoundPlanBody, StopOrder, StopOrderBody } from '../contract/index.ts'
import { endOfDate, localDate } from '../field/local-date.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { seenAsset } from '../http/seen-asset.ts'
import { sightOf } from '../http/sight.ts'
import { roundContainers } from '../rounds/containers.ts'
import { listDrivers } from '../rounds/drivers.ts'
import type { Services } from '../services.ts'

const dayPath = inMunicipality({ day: z.iso.date() })
/** Days between two emptyings, where nobody says another number. */
const INTERVAL = 14
const MOST_NAMES = 100
const MOST_ORDERS = 2000

export function roundPlanRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/rounds/{day}',
      tags: ['work'],
      summary: 'The rounds of a day, and which containers are due then',
      request: {
        params: dayPath,
        query: z.object({ interval: z.coerce.number().int().min(1).max(31).default(INTERVAL) }),
      },
      responses: gives(RoundDay, 'All that is needed to plan the day'),
    }),
    async (c) => {
      const { kommunkod, day } = c.req.valid('param')
      const { interval } = c.req.valid('query')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const at = now()
      const { zone } = picture.municipality
      const planned = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const rounds = await roundsOn(tx, day)
        const orders = await listOrders(tx, { open: true, limit: MOST_ORDERS })
        const names = [
          ...rounds.map(({ name }) => name),
          ...(await roundNames(tx, MOST_NAMES)),
          ...orders.flatMap(({ assignee }) => assignee ?? []),
        ]
        return { rounds, crews: [...new Set(names)].sort() }
      })
      const drivers = await db.transaction({ municipality: kommunkod, role: 'api' }, listDrivers)
      const containers = await roundContainers(
        { db, picture, sees: sight.asset, now: at },
        { interval, until: endOfDate(day, zone) },
      )
      const sees = (tag: string) => {
        const watched = picture.assets.get(tag)
        return watched !== undefined && sight.asset(watched)
      }
      const depots = [...picture.assets.values()].filter(
        (watched) => watched.asset.class === 'depot' && sight.asset(watched),
      )
      return c.json(
        {
          ...{ day, today: localDate(at, zone), containers, crews: planned.crews, drivers },
          rounds: planned.rounds.map((round) => ({
            ...round,
            stops: round.stops.filter(({ asset }) => sees(asset)),
          })),
          depots: depots.map(({ asset: { tag, name }, position }) => ({ tag, name, position })),
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/rounds/{day}/order',
      tags: ['work'],
      summary: 'A good order for some stops; nothing is kept',
      request: { params: dayPath, ...takes(StopOrderBody) },
      responses: gives(StopOrder, 'The stops in that order, and how far it is'),
    }),
    (c) => {
      const { kommunkod } = c.req.valid('param')
      const { stops, depot } = c.req.valid('json')
      const [person, picture] = [personOf(c), pictures.get(kommunkod)]
      const places = [...new Set(stops)].map((tag) => seenAsset(person, picture, tag))
      const start = depot === null ? places.shift() : seenAsset(person, picture, depot)
      const all = start ? [start, ...places] : places
      const { order, cost } = orderStops(straightLines(all.map(({ position }) => position)), {
        returns: depot !== null,
      })
      const first = depot === null && start ? [start] : []
      const inOrder = [...first, ...order.map((i) => all[i]!)]
      return c.json({ stops: inOrder.map(({ asset }) => asset.tag), metres: Math.round(cost) }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/rounds/{day}/plan',
      tags: ['work'],
      summary: 'Plans a round; what was already visited or left out stays told',
      request: { params: dayPath, ...takes(RoundPlanBody) },
      responses: gives(Round, 'The round as it is now'),
    }),
    async (c) => {
      const { kommunkod, day } = c.req.valid('param')
      const { id, name, stops, driver } = c.req.valid('json')
      const [person, picture, at] = [personOf(c), pictures.get(kommunkod), now()]
      if (day < localDate(at, picture.municipality.zone))
        throw new ProblemError(422, { code: 'day-is-past', ref: day })
      for (const tag of stops) seenAsset(person, picture, tag)
      const command: PlanCommand = { id, at, type: 'plan', stops, crew: driver }
      const round = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        if (driver !== null && !(await listDrivers(tx)).some((one) => one.id === driver))
          throw new ProblemError(422, { code: 'not-a-driver', ref: driver })
        const planned = await applyRoundCommands(tx, { id: randomUUID(), day, name }, [command], {
          by: person.id,
          at,
        })
        const detail = { day, name, commands: ['plan'], stops: stops.length, driver }
        await appendAudit(tx, { at, by: person.id, what: 'round-changed', ref: planned.id, detail })
        return planned
      })
      return c.json(round, 200)
    },
  )
}

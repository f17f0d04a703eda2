import { randomUUID } from 'node:crypto'
import {
  isOpen,
  type Micros,
  nextStates,
  OrderCommand,
  type OrderState,
  type WorkOrder,
} from '@driftbild/core'
import { appendAudit, applyCommands, createOrder, findFault, listOrders, type Tx } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { CommandsBody, NewOrderBody, page, WorkOrderView } from '../contract/index.ts'
import { reopenFault, settleFault } from '../faults/settle.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { invalid, notFound } from '../http/problems.ts'
import { Flag } from '../http/query.ts'
import { commandRight } from '../http/rights.ts'
import { seenOrder } from '../http/seen-order.ts'
import { sightOf } from '../http/sight.ts'
import { settleInspection } from '../inspections/settle-inspection.ts'
import { settleLeak, unsettleLeak } from '../leaks/settle-leak.ts'
import { takeAlong } from '../leaks/take-along.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { plainTitle, viewOrders } from '../views/order-view.ts'
import { viewSubject } from '../views/subject.ts'

const idPath = inMunicipality({ id: z.uuid() })

export function workOrderRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/work-orders',
      tags: ['work'],
      summary: 'Work orders, newest first',
      request: { params: inMunicipality({}), query: z.object({ open: Flag.optional(), ...paging }) },
      responses: gives(page(WorkOrderView), 'A page of work orders'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { open, cursor, limit } = c.req.valid('query')
      const before = fromCursor(cursor, z.int())
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const body = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const rows = await listOrders(tx, {
          ...(open !== undefined && { open }),
          ...(before !== null && { before }),
          limit: limit + 1,
        })
        const { items, next } = pageOf(rows, limit, (order) => order.number)
        const seen = items.filter((order) => sight.subject(order.subject))
        return { items: await viewOrders(tx, picture, seen), next }
      })
      return c.json(body, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/work-orders',
      tags: ['work'],
      summary: 'Draft an order that addresses a fault; the fault’s open order is given back where it has one',
      request: { params: inMunicipality({}), ...takes(NewOrderBody) },
      responses: gives(WorkOrderView, 'The order'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { fault: faultId, title } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const at = now()
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const asked = await findFault(tx, faultId)
        const fault = asked?.mergedInto ? await findFault(tx, asked.mergedInto) : asked
        if (!fault || !sightOf(person, picture).subject(fault.subject)) throw notFound(faultId)
        const { subjectName, service } = viewSubject(picture, fault.subject, fault.mode)
        requireFor(person, 'do-order', kommunkod, service)
        const { order, isNew } = await createOrder(tx, {
          id: randomUUID(),
          fault,
          title: title ?? plainTitle(fault.mode, subjectName),
          by: person.id,
          at,
        })
        if (isNew) {
          const detail = { number: order.number, fault: fault.id }
          await appendAudit(tx, { at, by: person.id, what: 'order-drafted', ref: order.id, detail })
          await takeAlong(tx, picture, order.id, fault, { by: person.id, at })
        }
        return viewOrders(tx, picture, [order])
      })
      return c.json(views[0]!, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/work-orders/{id}',
      tags: ['work'],
      summary: 'One work order',
      request: { params: idPath },
      responses: gives(WorkOrderView, 'The order with its history'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const views = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) =>
        viewOrders(tx, picture, [await seenOrder(tx, picture, personOf(c), id)]),
      )
      return c.json(views[0]!, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/work-orders/{id}/commands',
      tags: ['work'],
      summary: 'Change an order by commands, oldest first; a command that is known counts no second time',
      request: { params: idPath, ...takes(CommandsBody) },
      responses: gives(WorkOrderView, 'The merged order and what conflicted'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const commands = parseCommands(c.req.valid('json').commands)
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const at = now()
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const before = await seenOrder(tx, picture, person, id)
        const fault = await findFault(tx, before.fault)
        const { service } = viewSubject(picture, before.subject, fault?.mode)
        let { state } = before
        for (const { field, value } of commands) {
          requireFor(person, commandRight(state, field, value), kommunkod, service)
          if (field === 'state' && nextStates[state].includes(value as OrderState))
            state = value as OrderState
        }
        const after = (await applyCommands(tx, id, commands, { by: person.id, at }))!
        await followUp(tx, picture, before, after, { by: person.id, at, dataAt: dataNow(picture, at) })
        return viewOrders(tx, picture, [after])
      })
      return c.json(views[0]!, 200)
    },
  )
}

function parseCommands(raw: readonly unknown[]): OrderCommand[] {
  const parsed = z.array(OrderCommand).max(500).safeParse(raw)
  if (!parsed.success) throw invalid('json', parsed.error)
  return parsed.data
}

/** What a changed order means for its fault, and the trace it leaves. */
async function followUp(
  tx: Tx,
  picture: Picture,
  before: WorkOrder,
  after: WorkOrder,
  { by, at, dataAt }: { by: string; at: Micros; dataAt: Micros },
): Promise<void> {
  const settled = ({ state }: WorkOrder) => state === 'done' || state === 'not-found'
  if (settled(after) && !settled(before) && after.outcome) {
    await settleFault(tx, after, after.outcome, { by, at, dataAt })
    await settleInspection(tx, after, after.outcome, { by, at })
    await settleLeak(tx, picture, after, after.outcome, { by, at, dataAt })
  }
  if (isOpen(after.state) && settled(before)) {
    await reopenFault(tx, after)
    await unsettleLeak(tx, after)
  }
  const conflicts = after.conflicts.length - before.conflicts.length
  if (after.revision === before.revision && conflicts === 0) return
  const detail = { from: before.state, to: after.state, revision: after.revision, conflicts }
  await appendAudit(tx, { at, by, what: 'order-changed', ref: after.id, detail })
}

import { randomUUID } from 'node:crypto'
import { type Fault, isOpen, Micros, ProblemError } from '@driftbild/core'
import {
  appendAudit,
  findFault,
  listFaults,
  mergeFaultInto,
  moveOrder,
  ordersOfFaults,
  splitFaultOff,
  type Tx,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { FaultView, MergeFaultBody, page, SplitFaultBody } from '../contract/index.ts'
import { linkEvidence } from '../faults/gather.ts'
import type { App, AppEnv } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { viewFault } from '../views/fault-view.ts'
import { viewSubject } from '../views/subject.ts'

const idPath = inMunicipality({ id: z.uuid() })
const Place = z.object({ from: Micros, id: z.uuid() })

async function viewFaults(tx: Tx, picture: Picture, faults: readonly Fault[]): Promise<FaultView[]> {
  const orders = await ordersOfFaults(
    tx,
    faults.map((fault) => fault.id),
  )
  return faults.map((fault) => viewFault(picture, fault, orders.get(fault.id)?.id ?? null))
}

export function faultRoutes(app: App, { db, pictures, now }: Services): void {
  /** The fault of the path, as one whom this person may judge. */
  const judgedFault = async (c: Context<AppEnv>, tx: Tx, picture: Picture, id: string): Promise<Fault> => {
    const person = personOf(c)
    const fault = await findFault(tx, id)
    if (!fault || !sightOf(person, picture).subject(fault.subject)) throw notFound(id)
    requireFor(
      person,
      'judge-prediction',
      picture.code,
      viewSubject(picture, fault.subject, fault.mode).service,
    )
    return fault
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/faults',
      tags: ['faults'],
      summary: 'Faults, newest first; merged ones are left out',
      request: { params: inMunicipality({}), query: z.object(paging) },
      responses: gives(page(FaultView), 'A page of faults'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { cursor, limit } = c.req.valid('query')
      const after = fromCursor(cursor, Place)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const body = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const rows = await listFaults(tx, { ...(after && { after }), limit: limit + 1 })
        const { items, next } = pageOf(rows, limit, ({ from, id }) => ({ from, id }))
        const seen = items.filter((fault) => sight.subject(fault.subject))
        return { items: await viewFaults(tx, picture, seen), next }
      })
      return c.json(body, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/faults/{id}',
      tags: ['faults'],
      summary: 'One fault with its evidence',
      request: { params: idPath },
      responses: gives(FaultView, 'The fault'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const views = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const fault = await findFault(tx, id)
        if (!fault || !sightOf(personOf(c), picture).subject(fault.subject)) throw notFound(id)
        return viewFaults(tx, picture, [fault])
      })
      return c.json(views[0]!, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/faults/{id}/merge',
      tags: ['faults'],
      summary: 'Another fault turns out to be this one',
      request: { params: idPath, ...takes(MergeFaultBody) },
      responses: gives(FaultView, 'This fault with the evidence of both'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { other } = c.req.valid('json')
      const picture = pictures.get(kommunkod)
      const at = now()
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const [into, from] = [await judgedFault(c, tx, picture, id), await judgedFault(c, tx, picture, other)]
        if (id === other) throw new ProblemError(409, { code: 'same-fault', ref: id })
        const gone = [into, from].find((fault) => fault.mergedInto !== null)
        if (gone) throw new ProblemError(409, { code: 'fault-merged', ref: gone.id })
        await joinOrders(tx, id, other)
        const merged = (await mergeFaultInto(tx, id, other))!
        for (const evidence of from.evidence) await linkEvidence(tx, evidence, id)
        await appendAudit(tx, { at, by: personOf(c).id, what: 'faults-merged', ref: id, detail: { other } })
        return viewFaults(tx, picture, [merged])
      })
      return c.json(views[0]!, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/faults/{id}/split',
      tags: ['faults'],
      summary: 'Some evidence turns out to speak for a fault of its own',
      request: { params: idPath, ...takes(SplitFaultBody) },
      responses: gives(z.array(FaultView), 'Both faults, this one first'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { evidence } = c.req.valid('json')
      const picture = pictures.get(kommunkod)
      const at = now()
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const fault = await judgedFault(c, tx, picture, id)
        if (fault.mergedInto !== null) throw new ProblemError(409, { code: 'fault-merged', ref: id })
        const leaving = fault.evidence.filter((one) => evidence.includes(one.id)).length
        if (leaving !== new Set(evidence).size)
          throw new ProblemError(400, { code: 'not-its-evidence', ref: id })
        if (leaving === fault.evidence.length)
          throw new ProblemError(409, { code: 'split-leaves-nothing', ref: id })
        const parts = (await splitFaultOff(tx, id, evidence, randomUUID()))!
        for (const one of parts[1].evidence) await linkEvidence(tx, one, parts[1].id)
        const detail = { into: parts[1].id, evidence }
        await appendAudit(tx, { at, by: personOf(c).id, what: 'fault-split', ref: id, detail })
        return viewFaults(tx, picture, parts)
      })
      return c.json(views, 200)
    },
  )
}

/** A fault has one open order at most. Where both have one a person must say which stays. */
async function joinOrders(tx: Tx, into: string, other: string): Promise<void> {
  const orders = await ordersOfFaults(tx, [into, other])
  const moving = orders.get(other)
  if (!moving || !isOpen(moving.state)) return
  const staying = orders.get(into)
  if (staying && isOpen(staying.state)) {
    throw new ProblemError(409, {
      code: 'both-have-orders',
      ref: into,
      context: { orders: [staying.number, moving.number] },
    })
  }
  await moveOrder(tx, moving.id, into)
}

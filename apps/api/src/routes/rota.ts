import { DAY, formatTime, type Micros, ProblemError, parseTime } from '@driftbild/core'
import {
  addShift,
  appendAudit,
  contactOf,
  listDeliveries,
  listMembers,
  listShifts,
  namesOf,
  removeShift,
  saveContact,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { Colleague, ContactBody, ContactView, DeliveryPage, ShiftBody, ShiftView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { notFound } from '../http/problems.ts'
import type { Services } from '../services.ts'

const Place = z.object({ id: z.int() })
const WEEK = 7 * DAY

/** Who is on call, where they are reached, and what went out to whom. */
export function rotaRoutes(app: App, { db, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/shifts',
      tags: ['notices'],
      summary: 'Who is on call now and later',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(ShiftView), 'The first first'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const at = now()
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const shifts = await listShifts(tx, at)
        const names = await namesOf(
          tx,
          shifts.map(({ user }) => user),
        )
        return shifts.map(
          ({ from, to, ...shift }): ShiftView => ({
            ...shift,
            ...{ from: formatTime(from), to: formatTime(to), now: from <= at },
            name: names.get(shift.user) ?? shift.user,
          }),
        )
      })
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/colleagues',
      tags: ['notices'],
      summary: 'Who works here and can be on call',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(Colleague), 'Each once'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const members = await db.transaction({ municipality: kommunkod, role: 'api' }, listMembers)
      const people = new Map(members.map(({ user, name }) => [user, name]))
      return c.json(
        [...people].map(([id, name]) => ({ id, name })),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/shifts',
      tags: ['notices'],
      summary: 'Put somebody on call, for some weeks in a row where that is asked',
      request: { params: inMunicipality({}), ...takes(ShiftBody) },
      responses: gives(z.object({ shifts: z.int() }), 'So many were made'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { weeks, from, to, ...shift } = c.req.valid('json')
      const [begin, end] = [instant('from', from), instant('to', to)]
      if (end <= begin) throw new ProblemError(400, { code: 'ends-before-it-begins' })
      const by = personOf(c).id
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        for (let week = 0; week < weeks; week++) {
          const added = await addShift(tx, { ...shift, from: begin + week * WEEK, to: end + week * WEEK }, by)
          if (!added) throw notFound(shift.user)
        }
        await appendAudit(tx, {
          ...{ at, by, what: 'shift-added', ref: shift.user },
          detail: { line: shift.line, service: shift.service, from, to, weeks },
        })
      })
      return c.json({ shifts: weeks }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/shifts/{id}/remove',
      tags: ['notices'],
      summary: 'Take a shift away',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(z.object({ removed: z.literal(true) }), 'That person is not on call then'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const by = personOf(c).id
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        if (!(await removeShift(tx, id))) throw notFound(id)
        await appendAudit(tx, { at: now(), by, what: 'shift-removed', ref: id, detail: {} })
      })
      return c.json({ removed: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/deliveries',
      tags: ['notices'],
      summary: 'What was sent to whom, how that went, and what is tried again',
      request: { params: inMunicipality({}), query: z.object(paging) },
      responses: gives(DeliveryPage, 'Newest first'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { cursor, limit } = c.req.valid('query')
      const after = fromCursor(cursor, Place)
      const { rows, names } = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const rows = await listDeliveries(tx, { ...(after && { before: after.id }), limit: limit + 1 })
        return {
          rows,
          names: await namesOf(
            tx,
            rows.flatMap(({ user }) => user ?? []),
          ),
        }
      })
      const { items, next } = pageOf(rows, limit, ({ id }) => ({ id }))
      const views = items.map(({ channelName, user, madeAt, doneAt, dueAt, channel: _, ...delivery }) => ({
        ...delivery,
        channel: channelName,
        to: user === null ? null : (names.get(user) ?? user),
        madeAt: formatTime(madeAt),
        doneAt: doneAt === null ? null : formatTime(doneAt),
        nextAt: delivery.state === 'waiting' ? formatTime(dueAt) : null,
      }))
      return c.json({ items: views, next }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/my-contact',
      tags: ['notices', 'people'],
      summary: 'Where the person who asks is reached',
      request: { params: inMunicipality({}) },
      responses: gives(ContactView, 'By mail where they sign in, unless they gave another address'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const contact = await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) =>
        contactOf(tx, personOf(c).id),
      )
      return c.json({ mail: contact!.mail, sms: contact!.sms }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/my-contact',
      tags: ['notices', 'people'],
      summary: 'Say where one is reached; null: by mail as one signs in, by text message not at all',
      request: { params: inMunicipality({}), ...takes(ContactBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It holds from now on'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { mail, sms } = c.req.valid('json')
      const { id } = personOf(c)
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await saveContact(tx, id, 'mail', mail)
        await saveContact(tx, id, 'sms', sms)
      })
      return c.json({ saved: true as const }, 200)
    },
  )
}

function instant(path: string, text: string): Micros {
  try {
    return parseTime(text)
  } catch (cause) {
    throw new ProblemError(400, { code: 'invalid', context: { in: 'json', path } }, { cause })
  }
}

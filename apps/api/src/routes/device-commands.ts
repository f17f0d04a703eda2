import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { CONFIRM_WITHIN, type DeviceCommand, formatTime, Micros, ProblemError } from '@driftbild/core'
import {
  appendAudit,
  collectorOf,
  listDeviceCommands,
  lockDeviceCommand,
  lockOpenDeviceCommands,
  putDeviceCommand,
  type Tx,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import {
  CommandAnswerBody,
  ConfirmBody,
  DeviceCommandView,
  NewDeviceCommandBody,
  page,
  SentCommand,
} from '../contract/index.ts'
import { takeStep } from '../device-commands/steps.ts'
import type { App, AppEnv } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'

/** Seconds that a collector's question may stay open. */
const MOST_WAIT = 25

export function deviceCommandRoutes(app: App, { db, pictures, bell, now }: Services): void {
  /** The signal's asset, if this person sees it and may command what belongs to its service. */
  const requireCommandable = (c: Context<AppEnv>, picture: Picture, key: string) => {
    const watched = picture.signals.get(key)
    const asset = watched && picture.assets.get(watched.signal.asset)
    if (!watched || !asset || !sightOf(personOf(c), picture).asset(asset)) throw notFound(key)
    requireFor(personOf(c), 'command-devices', picture.code, asset.service)
    return watched.signal
  }
  const commandOf = async (
    c: Context<AppEnv>,
    tx: Tx,
    picture: Picture,
    id: string,
  ): Promise<DeviceCommand> => {
    const command = await lockDeviceCommand(tx, id)
    if (!command) throw notFound(id)
    requireCommandable(c, picture, command.signal)
    return command
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/device-commands',
      tags: ['commands'],
      summary: 'What people asked devices to do, newest first',
      request: {
        params: inMunicipality({}),
        query: z.object({ signal: z.string().optional(), ...paging }),
      },
      responses: gives(page(DeviceCommandView), 'A page of commands'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { signal, cursor, limit } = c.req.valid('query')
      const after = fromCursor(cursor, z.object({ askedAt: Micros, id: z.uuid() }))
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const rows = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        listDeviceCommands(tx, { signal: signal ?? null, after, limit: limit + 1 }),
      )
      const { items, next } = pageOf(rows, limit, ({ askedAt, id }) => ({ askedAt, id }))
      const seen = items.filter((command) => {
        const asset = picture.assets.get(picture.signals.get(command.signal)!.signal.asset)
        return asset && sight.asset(asset)
      })
      return c.json({ items: seen.map((command) => viewCommand(picture, command)), next }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/device-commands',
      tags: ['commands'],
      summary: 'Ask a device to do something; nothing happens until it is confirmed',
      request: { params: inMunicipality({}), ...takes(NewDeviceCommandBody) },
      responses: gives(DeviceCommandView, 'The command, to be confirmed'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { signal: key, value, unit, reason } = c.req.valid('json')
      const picture = pictures.get(kommunkod)
      const signal = requireCommandable(c, picture, key)
      if (signal.unit !== unit) {
        throw new ProblemError(400, { code: 'command-unit', ref: key, context: { unit: signal.unit } })
      }
      const [least, most] = signal.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      if (value < least || value > most) {
        throw new ProblemError(400, { code: 'command-range', ref: key, context: { least, most, unit } })
      }
      const [by, at] = [personOf(c).id, now()]
      const command: DeviceCommand = {
        ...{ id: randomUUID(), signal: key, value, unit, reason, state: 'asked', askedBy: by, askedAt: at },
        ...{ confirmedBy: null, confirmedAt: null, sentAt: null, until: at + CONFIRM_WITHIN, result: null },
      }
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const collector = await collectorOf(tx, key)
        if (!collector) throw new ProblemError(409, { code: 'command-unreachable', ref: key })
        if (!(await putDeviceCommand(tx, command, collector))) {
          throw new ProblemError(409, { code: 'command-open', ref: key })
        }
        const detail = { signal: key, value, unit, reason }
        await appendAudit(tx, { at, by, what: 'device-command-asked', ref: command.id, detail })
      })
      return c.json(viewCommand(picture, command), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/device-commands/{id}/confirm',
      tags: ['commands'],
      summary: 'Say the value again; from then on the command goes to the device, once',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(ConfirmBody) },
      responses: gives(DeviceCommandView, 'The command, on its way'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { value } = c.req.valid('json')
      const picture = pictures.get(kommunkod)
      const by = personOf(c).id
      const command = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) =>
        takeStep(tx, await commandOf(c, tx, picture, id), { type: 'confirm', by, value }, { by, at: now() }),
      )
      return c.json(viewCommand(picture, command), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/device-commands/{id}/withdraw',
      tags: ['commands'],
      summary: 'Take a command back that is not on its way yet',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(DeviceCommandView, 'The command, withdrawn'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const by = personOf(c).id
      const command = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) =>
        takeStep(tx, await commandOf(c, tx, picture, id), { type: 'withdraw' }, { by, at: now() }),
      )
      return c.json(viewCommand(picture, command), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/collectors/{id}/commands',
      tags: ['collectors', 'commands'],
      summary: 'What a collector is to write now; waits for it as long as it is asked to',
      request: {
        params: inMunicipality({ id: z.uuid() }),
        query: z.object({ wait: z.coerce.number().min(0).max(MOST_WAIT).default(0) }),
      },
      responses: gives(z.array(SentCommand), 'Confirmed commands; each is handed out once'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { wait } = c.req.valid('query')
      const hand = () =>
        db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
          const at = now()
          const open = await lockOpenDeviceCommands(tx, id)
          const due = open.filter(({ state, until }) => state === 'confirmed' && at < until!)
          return Promise.all(
            due.map((command) => takeStep(tx, command, { type: 'send' }, { by: `collector:${id}`, at })),
          )
        })
      const end = performance.now() + wait * 1000
      let sent = await hand()
      while (sent.length === 0 && (await bell.wait(id, end - performance.now(), c.req.raw.signal)))
        sent = await hand()
      return c.json(
        sent.map(({ id, signal, value, unit, until }) => ({
          id,
          signal,
          value,
          unit,
          until: formatTime(until!),
        })),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/collectors/{id}/commands/{command}/answer',
      tags: ['collectors', 'commands'],
      summary: 'What became of a command at the device',
      request: {
        params: inMunicipality({ id: z.uuid(), command: z.uuid() }),
        ...takes(CommandAnswerBody),
      },
      responses: gives(
        z.object({ kept: z.literal(true) }),
        'It is kept; the same answer again changes nothing',
      ),
    }),
    async (c) => {
      const { kommunkod, id, command: ref } = c.req.valid('param')
      const result = c.req.valid('json')
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const command = await lockDeviceCommand(tx, ref, id)
        if (!command) throw notFound(ref)
        if (isDeepStrictEqual(command.result, result)) return
        await takeStep(tx, command, { type: 'answer', result }, { by: `collector:${id}`, at: now() })
      })
      return c.json({ kept: true as const }, 200)
    },
  )
}

const timeOrNull = (at: Micros | null): string | null => (at === null ? null : formatTime(at))

function viewCommand(picture: Picture, command: DeviceCommand): DeviceCommandView {
  const asset = picture.signals.get(command.signal)!.signal.asset
  return {
    ...command,
    asset,
    assetName: picture.assets.get(asset)!.asset.name,
    askedAt: formatTime(command.askedAt),
    confirmedAt: timeOrNull(command.confirmedAt),
    sentAt: timeOrNull(command.sentAt),
    until: timeOrNull(command.until),
  }
}

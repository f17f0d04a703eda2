import { formatTime, Priority, priorities } from '@driftbild/core'
import {
  addChannel,
  addDelivery,
  appendAudit,
  type Channel,
  findChannel,
  listChannels,
  listNoticeRules,
  removeChannel,
  saveNoticeRule,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  ChannelView,
  NewChannelBody,
  NoticeRuleBody,
  NoticeRuleView,
  TestOutcome,
} from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { deliver } from '../notices/deliver.ts'
import { senders } from '../notices/send.ts'
import type { Services } from '../services.ts'

const idPath = inMunicipality({ id: z.uuid() })

/** Ways out, and when they are used. */
export function channelRoutes(app: App, services: Services): void {
  const { db, seal, now } = services

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/channels',
      tags: ['notices'],
      summary: 'Ways by which people and machines are told of alarms; secrets are never shown',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(ChannelView), 'Those in use'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const found: ChannelView[] = []
        for (const { id } of await listChannels(tx)) {
          const channel = await findChannel(tx, id)
          if (channel) found.push(viewChannel(channel, channel.sealed !== null))
        }
        return found
      })
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/channels',
      tags: ['notices'],
      summary: 'Set up a way out; it is used once a rule names it',
      request: { params: inMunicipality({}), ...takes(NewChannelBody) },
      responses: gives(ChannelView, 'The channel, without its secret'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { kind, name, settings, secret } = c.req.valid('json')
      const by = personOf(c).id
      const at = now()
      const sealed = secret === '' ? null : seal.seal(secret)
      const id = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const made = await addChannel(tx, { kind, name, settings, sealed, by, at })
        await appendAudit(tx, { at, by, what: 'channel-added', ref: made, detail: { kind, name } })
        return made
      })
      return c.json(viewChannel({ id, kind, name, settings, setBy: by, setAt: at }, sealed !== null), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/channels/{id}/remove',
      tags: ['notices'],
      summary: 'Take a way out of use, with its secret',
      request: { params: idPath },
      responses: gives(z.object({ removed: z.literal(true) }), 'Nothing goes out by it any more'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const by = personOf(c).id
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        if (!(await removeChannel(tx, id, at))) throw notFound(id)
        await appendAudit(tx, { at, by, what: 'channel-removed', ref: id, detail: {} })
      })
      return c.json({ removed: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/channels/{id}/test',
      tags: ['notices'],
      summary: 'Send a test at once, to whoever asks',
      request: { params: idPath },
      responses: gives(TestOutcome, 'How it went'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const by = personOf(c).id
      const at = now()
      const delivery = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const channel = await findChannel(tx, id)
        if (!channel) throw notFound(id)
        const user = senders[channel.kind].isPersonal ? by : null
        const made = (await addDelivery(tx, { alarm: null, channel: id, user, line: 1, at }))!
        await appendAudit(tx, { at, by, what: 'channel-tested', ref: id, detail: {} })
        return {
          ...{ id: made, alarm: null, channel: id, user, line: 1, state: 'waiting' as const },
          ...{ attempts: 0, dueAt: at, madeAt: at, doneAt: null, error: null },
        }
      })
      const { error } = await deliver(services, kommunkod, delivery)
      return c.json({ sent: error === null, error }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/notice-rules',
      tags: ['notices'],
      summary: 'Of which priorities people are told, how, when not, and when the next line is',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(NoticeRuleView), 'One for each priority'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const set = await db.transaction({ municipality: kommunkod, role: 'reader' }, listNoticeRules)
      const views = priorities.toReversed().map((priority): NoticeRuleView => {
        const rule = set.find((one) => one.priority === priority)
        return rule
          ? { ...rule, setAt: formatTime(rule.setAt) }
          : { ...NOBODY, priority, channels: [], setAt: null }
      })
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/notice-rules/{priority}',
      tags: ['notices'],
      summary: 'Decide how people are told of alarms of a priority, from now on',
      request: { params: inMunicipality({ priority: Priority }), ...takes(NoticeRuleBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It holds for alarms that come'),
    }),
    async (c) => {
      const { kommunkod, priority } = c.req.valid('param')
      const rule = c.req.valid('json')
      const by = personOf(c).id
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const known = new Set((await listChannels(tx)).map(({ id }) => id))
        const unknown = rule.channels.find((id) => !known.has(id))
        if (unknown) throw notFound(unknown)
        await saveNoticeRule(tx, { priority, ...rule, setBy: by, setAt: at })
        await appendAudit(tx, { at, by, what: 'notice-rule-set', ref: priority, detail: rule })
      })
      return c.json({ saved: true as const }, 200)
    },
  )
}

const NOBODY = { escalateMinutes: null, quietFrom: null, quietTo: null }

const viewChannel = ({ id, kind, name, settings, setAt }: Channel, hasSecret: boolean): ChannelView => ({
  id,
  kind,
  name,
  settings,
  hasSecret,
  setAt: formatTime(setAt),
})

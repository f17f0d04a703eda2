import { formatTime, type Micros } from '@driftbild/core'
import {
  appendAudit,
  dueBefore,
  letGoOf,
  listRetention,
  previewLetGo,
  retentionClasses,
  saveRetention,
  signalsByClass,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { LetGoView, RetentionBody, RetentionPreview, RetentionView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { TimeQuery } from '../http/query.ts'
import { seesSignal } from '../http/sight.ts'
import type { Services } from '../services.ts'

/** Days in one preview at most: it looks at every chunk. */
const PREVIEWED_CHUNKS = 31
const EVER: Micros = 0

export function retentionRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/retention',
      tags: ['retention'],
      summary: 'For how long readings are kept, by class of signals, and why',
      description:
        'Everything is kept unless the municipality has decided otherwise; its own plan for its documents rules, and no number of years is proposed here. What was decided is let go of only after it was written into an archive.',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(RetentionView), 'Every class'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { settings, signals } = await db.transaction(
        { municipality: kommunkod, role: 'reader' },
        async (tx) => ({ settings: await listRetention(tx), signals: await signalsByClass(tx) }),
      )
      const views = retentionClasses.map(({ id, reason, sources }): RetentionView => {
        const set = settings.find((one) => one.class === id)
        return {
          class: id,
          reason,
          sources: [...sources],
          signals: signals.get(id)?.length ?? 0,
          setting: set
            ? {
                readingYears: set.readingYears,
                fiveMinuteYears: set.fiveMinuteYears,
                decision: set.decision,
                setBy: set.setBy,
                setAt: formatTime(set.setAt),
              }
            : null,
        }
      })
      return c.json(views, 200)
    },
  )

  const classPath = inMunicipality({ class: z.string() })
  const requireClass = (id: string): void => {
    if (!retentionClasses.some((one) => one.id === id)) throw notFound(id)
  }

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/retention/{class}',
      tags: ['retention'],
      summary: 'Decide for how long a class of signals is kept',
      request: { params: classPath, ...takes(RetentionBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It holds from now on'),
    }),
    async (c) => {
      const { kommunkod, class: id } = c.req.valid('param')
      requireClass(id)
      const setting = c.req.valid('json')
      const by = personOf(c).id
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const before = (await listRetention(tx)).find((one) => one.class === id)
        await saveRetention(tx, { class: id, ...setting, setBy: by, setAt: at })
        const was = before
          ? { readingYears: before.readingYears, fiveMinuteYears: before.fiveMinuteYears }
          : null
        await appendAudit(tx, { at, by, what: 'retention-set', ref: id, detail: { ...setting, was } })
      })
      return c.json({ saved: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/retention/{class}/preview',
      tags: ['retention'],
      summary: 'What would be let go of if readings were kept for so many years; nothing is',
      request: {
        params: classPath,
        query: z.object({
          readingYears: z.coerce.number().int().min(1).max(200).default(1),
          from: TimeQuery.optional(),
        }),
      },
      responses: gives(RetentionPreview, 'A month of days that have some, the oldest first'),
    }),
    async (c) => {
      const { kommunkod, class: id } = c.req.valid('param')
      requireClass(id)
      const { readingYears, from = EVER } = c.req.valid('query')
      const before = dueBefore(now(), readingYears)
      const signals = await db.transaction({ municipality: kommunkod, role: 'reader' }, signalsByClass)
      const sums = new Map<string, number>()
      const view: RetentionPreview = {
        before: formatTime(before),
        readings: 0,
        archived: 0,
        bytes: 0,
        signals: [],
        next: null,
      }
      let chunks = 0
      for await (const chunk of previewLetGo(db, kommunkod, signals.get(id) ?? [], { from, before })) {
        if (++chunks > PREVIEWED_CHUNKS) {
          view.next = formatTime(chunk.from)
          break
        }
        view.archived += chunk.archived
        view.bytes += chunk.bytes
        for (const [key, readings] of chunk.readings) {
          view.readings += readings
          sums.set(key, (sums.get(key) ?? 0) + readings)
        }
      }
      view.signals = [...sums].map(([key, readings]) => ({ key, readings }))
      return c.json(view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/signals/{key}/let-go',
      tags: ['retention', 'signals'],
      summary: 'What of a signal is not there because it was let go of',
      request: {
        params: inMunicipality({ key: z.string() }),
        query: z.object({ from: TimeQuery.optional(), to: TimeQuery.optional() }),
      },
      responses: gives(z.array(LetGoView), 'When, by whose decision, and which file has it now'),
    }),
    async (c) => {
      const { kommunkod, key } = c.req.valid('param')
      if (!seesSignal(personOf(c), pictures.get(kommunkod), key)) throw notFound(key)
      const { from = EVER, to = now() } = c.req.valid('query')
      const gone = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        letGoOf(tx, key, from, to),
      )
      const views = gone.map(
        (one): LetGoView => ({
          ...one,
          from: formatTime(one.from),
          to: formatTime(one.to),
          at: formatTime(one.at),
        }),
      )
      return c.json(views, 200)
    },
  )
}

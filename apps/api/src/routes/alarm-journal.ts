import { type AlarmRule, formatTime, Priority } from '@driftbild/core'
import { alarmJournal, type JournalEntry, namesOf } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type JournalEntryView, JournalPage, journalTypes } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { TimeQuery } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'

const Place = z.object({ id: z.int() })

export function alarmJournalRoutes(app: App, { db, pictures }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/alarms/journal',
      tags: ['alarms'],
      summary: 'Everything that happened to alarms, as it was written down, newest first',
      request: {
        params: inMunicipality({}),
        query: z.object({
          asset: z.string().optional(),
          type: z.enum(journalTypes).optional(),
          priority: Priority.optional(),
          from: TimeQuery.optional(),
          to: TimeQuery.optional(),
          ...paging,
        }),
      },
      responses: gives(JournalPage, 'A page; what was taken back later says when'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { cursor, limit, asset, type, priority, from, to } = c.req.valid('query')
      const after = fromCursor(cursor, Place)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const rules = new Map(picture.register.alarmRules.map((rule) => [rule.id, rule]))
      const { rows, names } = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const rows = await alarmJournal(tx, {
          ...(asset !== undefined && { asset }),
          ...(type && { type }),
          ...(priority && { priority }),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          ...(after && { before: after.id }),
          limit: limit + 1,
        })
        return {
          rows,
          names: await namesOf(
            tx,
            rows.flatMap(({ by }) => by ?? []),
          ),
        }
      })
      const { items, next } = pageOf(rows, limit, ({ id }) => ({ id }))
      const seen = items.filter((entry) => sight.subject({ type: 'asset', tag: entry.asset }))
      return c.json(
        { items: seen.map((entry) => viewEntry(picture, entry, rules.get(entry.rule), names)), next },
        200,
      )
    },
  )
}

/** Of a value, or of what it changes by in an hour. */
function unitOf(picture: Picture, { signal, window }: AlarmRule): string | null {
  const unit = picture.signals.get(signal)?.signal.unit ?? null
  return unit === null || window === null ? unit : `${unit}/h`
}

function viewEntry(
  picture: Picture,
  entry: JournalEntry,
  known: AlarmRule | undefined,
  names: ReadonlyMap<string, string>,
): JournalEntryView {
  const { at, until, withdrawnAt, by, asset, rule, ...rest } = entry
  return {
    ...{ ...rest, asset, rule },
    value: known?.condition === 'equals' ? null : rest.value,
    signal: known?.signal ?? null,
    assetName: picture.assets.get(asset)?.asset.name ?? asset,
    unit: known ? unitOf(picture, known) : null,
    at: formatTime(at),
    until: until === null ? null : formatTime(until),
    withdrawnAt: withdrawnAt === null ? null : formatTime(withdrawnAt),
    by: by === null ? null : (names.get(by) ?? by),
  }
}

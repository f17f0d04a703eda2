import {
  type Interval,
  type Kommunkod,
  type Micros,
  meansMissing,
  type ReportingRule,
  type SilenceReason,
  staleAfter,
  stillMissing,
} from '@driftbild/core'
import type { Span } from './arrivals.ts'
import type { Database, Tx } from './database.ts'
import { readingPages, type Want } from './reading-pages.ts'
import { timestamp } from './timestamp.ts'

/** A stretch of a signal that a collector said it could not read, and of which nothing has come since. */
export interface Gap extends Interval {
  collector: string
  silence: string
  key: string
}

/** Readings in one transaction at most. */
const PAGE = 4_000
/** Silences looked at in one run. */
const DUE_AT_ONCE = 50

/**
 * Keeps the gaps true: finds those of silences that have ended, and narrows others by what came into them.
 * `touched` are first and last source times of what is new, by signal key. Gives how many silences wait still.
 */
export async function refreshGaps(
  db: Database,
  municipality: Kommunkod,
  touched: ReadonlyMap<string, Span>,
): Promise<{ left: number }> {
  const scope = { municipality, role: 'api' } as const
  const [narrowed, due] = await db.transaction(scope, async (tx) => [
    await gapsTouched(tx, touched),
    await listDue(tx),
  ])
  await narrow(db, municipality, narrowed, touched)
  for (const one of due.slice(0, DUE_AT_ONCE)) {
    await db.transaction(scope, (tx) => beginGaps(tx, one))
    const missing = await db.transaction(scope, async (tx) => {
      const whole = await gapsOfSilence(tx, one)
      const missing = whole.filter((gap) => meansMissing(gap, staleAfter(gap.reporting)))
      await replaceGaps(tx, whole, missing)
      return missing
    })
    await narrow(db, municipality, missing, null)
    // Last, so that a crash begins it anew. A newer entry of the silence keeps it on the list.
    await db.transaction(scope, (tx) =>
      tx.query('delete from gap_due where collector = $1 and silence = $2 and sequence = $3', [
        one.collector,
        one.silence,
        one.sequence,
      ]),
    )
  }
  return { left: Math.max(0, due.length - DUE_AT_ONCE) }
}

interface Due {
  collector: string
  silence: string
  sequence: number
}

const listDue = (tx: Tx): Promise<Due[]> =>
  tx.query('select collector, silence, sequence from gap_due order by sequence limit $1', [DUE_AT_ONCE + 1])

/** One gap for each of its signals, as long as the silence. */
async function beginGaps(tx: Tx, { collector, silence }: Due): Promise<void> {
  await tx.query('delete from gap where collector = $1 and silence = $2', [collector, silence])
  await tx.query(
    `insert into gap (collector, silence, signal, from_time, to_time)
     select s.collector, s.id, signal.id, s.from_time, s.to_time
     from silence s join signal on signal.key = any (s.keys)
     where s.collector = $1 and s.id = $2 and s.to_time > s.from_time`,
    [collector, silence],
  )
}

interface RuledGap extends Gap {
  signal: number
  reason: SilenceReason
  reporting: ReportingRule
}

const selectGaps = `
  select g.collector, g.silence, g.signal, s.key, s.reporting, g.from_time as "from", g.to_time as "to", why.reason
  from gap g join signal s on s.id = g.signal
  join silence why on (why.collector, why.id) = (g.collector, g.silence)`

const gapsOfSilence = (tx: Tx, { collector, silence }: Due): Promise<RuledGap[]> =>
  tx.query(`${selectGaps} where g.collector = $1 and g.silence = $2`, [collector, silence])

async function gapsTouched(tx: Tx, touched: ReadonlyMap<string, Span>): Promise<RuledGap[]> {
  if (touched.size === 0) return []
  const spans = [...touched]
  return tx.query(
    `${selectGaps} join unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as t (key, "from", "to") on t.key = s.key
     where g.to_time > t."from" and g.from_time < t."to" and g.to_time > $4`,
    [
      spans.map(([key]) => key),
      spans.map(([, [from]]) => timestamp(from)),
      spans.map(([, [, to]]) => timestamp(to)),
      timestamp(Math.min(...spans.map(([, [from]]) => from))),
    ],
  )
}

/** Puts in the place of each gap what is still missing of it. Only within what was touched is there anything new. */
async function narrow(
  db: Database,
  municipality: Kommunkod,
  gaps: readonly RuledGap[],
  touched: ReadonlyMap<string, Span> | null,
): Promise<void> {
  const bySignal = Map.groupBy(gaps, ({ key }) => key)
  const wants = [...bySignal].map(([key, some]): Want => {
    const [from, to] = touched?.get(key) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    return {
      key,
      from: Math.max(from, Math.min(...some.map((gap) => gap.from))),
      to: Math.min(to, Math.max(...some.map((gap) => gap.to))) + 1,
    }
  })
  for await (const page of readingPages(db, municipality, wants, PAGE)) {
    for (const { key, readings } of page) {
      const heard = readings.map(({ sourceTime }) => sourceTime)
      const before = bySignal.get(key)!
      bySignal.set(
        key,
        before.flatMap((gap) =>
          stillMissing(gap, heard, staleAfter(gap.reporting)).map((piece) => ({ ...gap, ...piece })),
        ),
      )
    }
  }
  await db.transaction({ municipality, role: 'api' }, (tx) =>
    replaceGaps(tx, gaps, [...bySignal.values()].flat()),
  )
}

const columns = (gaps: readonly RuledGap[]): unknown[] => [
  gaps.map(({ collector }) => collector),
  gaps.map(({ silence }) => silence),
  gaps.map(({ signal }) => signal),
  gaps.map(({ from }) => timestamp(from)),
]

async function replaceGaps(tx: Tx, before: readonly RuledGap[], after: readonly RuledGap[]): Promise<void> {
  const place = (gap: RuledGap) => `${gap.collector} ${gap.silence} ${gap.signal} ${gap.from} ${gap.to}`
  const [were, are] = [new Set(before.map(place)), new Set(after.map(place))]
  const gone = before.filter((gap) => !are.has(place(gap)))
  const fresh = after.filter((gap) => !were.has(place(gap)))
  if (gone.length > 0) {
    await tx.query(
      `delete from gap g using unnest($1::uuid[], $2::uuid[], $3::integer[], $4::timestamptz[])
         as d (collector, silence, signal, from_time)
       where (g.collector, g.silence, g.signal, g.from_time) = (d.collector, d.silence, d.signal, d.from_time)`,
      columns(gone),
    )
  }
  if (fresh.length > 0) {
    await tx.query(
      `insert into gap (collector, silence, signal, from_time, to_time)
       select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::timestamptz[], $5::timestamptz[])`,
      [...columns(fresh), fresh.map(({ to }) => timestamp(to))],
    )
  }
}

export interface SignalGap extends Interval {
  reason: string
  collector: string
}

/** What is missing of a signal within [from, to], and why; of a silence that lasts, `to` is null. */
export const gapsOf = (
  tx: Tx,
  key: string,
  from: Micros,
  to: Micros,
): Promise<(Omit<SignalGap, 'to'> & { to: Micros | null })[]> =>
  tx.query(
    {
      name: 'gaps of a signal',
      text: `select g.from_time as "from", g.to_time as "to", s.reason, g.collector
        from gap g join signal on signal.id = g.signal join silence s on (s.collector, s.id) = (g.collector, g.silence)
        where signal.key = $1 and g.to_time >= $2 and g.from_time <= $3
        union all
        select s.from_time, s.to_time, s.reason, s.collector from silence s
        where $1 = any (s.keys) and s.from_time <= $3 and (
         s.to_time is null
         or s.to_time >= $2 and exists (select from gap_due d where (d.collector, d.silence) = (s.collector, s.id))
           and not exists (select from gap g where (g.collector, g.silence) = (s.collector, s.id)))
        order by 1, 2`,
    },
    [key, timestamp(from), timestamp(to)],
  )

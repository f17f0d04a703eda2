import type { Kommunkod, Micros } from '@driftbild/core'
import type { OwnerTx } from './database.ts'
import type { LetGo } from './retention.ts'
import { timestamp } from './timestamp.ts'

/** Why something goes: what lies before `before`, by whose decision. */
export interface LetGoRule {
  before: Micros
  by: string
  decision: string
}

/** By the id of the signal. */
export type DueSignals = ReadonlyMap<number, LetGoRule>

/** Those of which everything before an instant is due, in the order of their ids, in which compressed readings lie. */
export const dueUntil = (due: DueSignals, to: Micros): number[] =>
  [...due].flatMap(([signal, { before }]) => (before >= to ? [signal] : [])).sort((a, b) => a - b)

export interface LetGoNote {
  municipality: Kommunkod
  what: LetGo['what']
  signals: readonly number[]
  from: Micros
  to: Micros
  file: number | null
  due: DueSignals
  now: Micros
}

/** Notes that a stretch went. One that goes on where the one before ended, for the same reason, is one with it. */
export async function noteLetGo(
  tx: OwnerTx,
  { municipality, what, signals, from, to, file, due, now }: LetGoNote,
): Promise<void> {
  const rules = signals.map((signal) => due.get(signal)!)
  await tx.query(
    `with gone as (
       select * from unnest($7::integer[], $8::text[], $9::text[]) as g (signal, by_user, decision)
     ), grown as (
       update let_go l set to_time = $4, at = $5 from gone g
       where l.municipality = $1 and l.what = $2 and l.signal = g.signal and l.to_time = $3
         and (l.by_user, l.decision) = (g.by_user, g.decision) and l.file is not distinct from $6
       returning l.signal
     )
     insert into let_go (municipality, what, signal, from_time, to_time, at, by_user, decision, file)
     select $1, $2, signal, $3, $4, $5, by_user, decision, $6 from gone
     where signal not in (select signal from grown)`,
    [
      ...[municipality, what, timestamp(from), timestamp(to), timestamp(now), file],
      ...[signals, rules.map(({ by }) => by), rules.map(({ decision }) => decision)],
    ],
  )
}

/**
 * Whether the roll-ups of a stretch say all that there is to say of it. Behind the lock of their refresh, until the
 * transaction ends: what has gone can't be computed any more.
 */
export async function areRolledUp(
  tx: OwnerTx,
  municipality: Kommunkod,
  { from, to }: { from: Micros; to: Micros },
): Promise<boolean> {
  await tx.query(`set local lock_timeout = '2s'`)
  await tx.query(`select pg_advisory_xact_lock(hashtext('driftbild.rollups'))`)
  const queued = await tx.query(
    `(select from rollup_queue where municipality = $1 and from_bucket < $3 and to_bucket > $2 limit 1)
     union all
     (select from rollup_hour_queue where municipality = $1 and day < $3 and day + interval '1 day' > $2 limit 1)`,
    [municipality, timestamp(from), timestamp(to)],
  )
  return queued.length === 0
}

/** What of it is gone as a whole is dropped: nobody has anything left in it. */
export async function dropChunk(
  tx: OwnerTx,
  hypertable: string,
  { from, to }: { from: Micros; to: Micros },
): Promise<void> {
  await tx.query(
    'select drop_chunks($1::regclass, older_than => $2::timestamptz, newer_than => $3::timestamptz)',
    [hypertable, timestamp(to), timestamp(from)],
  )
}

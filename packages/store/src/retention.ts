import type { AssetClass, Micros, Role } from '@driftbild/core'
import type { Tx } from './database.ts'
import { retentionClassOf } from './retention-classes.ts'
import { timestamp } from './timestamp.ts'

/** A municipality's decision on a class of signals. What is null is kept for ever. */
export interface Retention {
  class: string
  readingYears: number | null
  /** At least as long as readings; hours are kept for ever. */
  fiveMinuteYears: number | null
  /** The document that it was decided by. */
  decision: string
  setBy: string
  setAt: Micros
}

/** Those that were decided; of every other class everything is kept. */
export const listRetention = (tx: Pick<Tx, 'query'>): Promise<Retention[]> =>
  tx.query(
    `select class, reading_years as "readingYears", five_minute_years as "fiveMinuteYears", decision,
            set_by as "setBy", set_at as "setAt"
     from retention order by class`,
  )

export async function saveRetention(tx: Tx, retention: Retention): Promise<void> {
  const { readingYears, fiveMinuteYears, decision, setBy, setAt } = retention
  await tx.query(
    `insert into retention (class, reading_years, five_minute_years, decision, set_by, set_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (municipality, class) do update set reading_years = excluded.reading_years,
       five_minute_years = excluded.five_minute_years, decision = excluded.decision, set_by = excluded.set_by,
       set_at = excluded.set_at`,
    [retention.class, readingYears, fiveMinuteYears, decision, setBy, timestamp(setAt)],
  )
}

export interface ClassedSignal {
  id: number
  key: string
}

/** Signals by the class they are of, in the order of their keys. */
export async function signalsByClass(tx: Tx): Promise<Map<string, ClassedSignal[]>> {
  const rows = await tx.query<ClassedSignal & { role: Role; assetClass: AssetClass }>(
    `select s.id, s.key, s.role, a.class as "assetClass" from signal s join asset a on a.id = s.asset
     order by s.key collate "C"`,
  )
  return Map.groupBy(rows, retentionClassOf)
}

/** Before which time a number of years has passed: whole months in UTC, so that what is due grows once a month. */
export function dueBefore(now: Micros, years: number): Micros {
  const today = new Date(now / 1000)
  return Date.UTC(today.getUTCFullYear() - years, today.getUTCMonth(), 1) * 1000
}

export interface LetGo {
  /** Not there: readings, or five-minute roll-ups. */
  what: 'reading' | 'rollup_5m'
  from: Micros
  to: Micros
  at: Micros
  by: string
  decision: string
  /** The file that has the readings. */
  file: string | null
}

/** What of a signal was let go of within [from, to): it was there, and is not missing. */
export const letGoOf = (tx: Tx, key: string, from: Micros, to: Micros): Promise<LetGo[]> =>
  tx.query(
    `select l.what, l.from_time as "from", l.to_time as "to", l.at, l.by_user as by, l.decision, f.name as file
     from let_go l join signal s on s.id = l.signal left join archive_file f on f.id = l.file
     where s.key = $1 and l.to_time > $2 and l.from_time < $3 order by l.what, l.from_time`,
    [key, timestamp(from), timestamp(to)],
  )

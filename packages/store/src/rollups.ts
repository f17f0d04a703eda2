import {
  DAY,
  HOUR,
  type Micros,
  type Rollup,
  type RollupStep,
  rollupSteps,
  type StoredRollup,
} from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

const rollupView = { '5m': 'own_rollup_5m', '1h': 'own_rollup_1h' } as const satisfies Record<
  RollupStep,
  string
>

const rollupColumns = `bucket, average, minimum, maximum, last, time_weighted as "timeWeighted", good,
  uncertain, bad`

/** Every stored bucket in [from, to) of each signal, oldest first. A signal without any has an empty list. */
export async function rollupsBetween(
  tx: Tx,
  keys: readonly string[],
  step: RollupStep,
  from: Micros,
  to: Micros,
): Promise<Record<string, Rollup[]>> {
  const signals = await tx.query<{ id: number; key: string }>(
    'select id, key from signal where key = any ($1)',
    [keys],
  )
  const rows = await tx.query<Rollup & { signal: number }>(
    `select signal, ${rollupColumns} from ${rollupView[step]}
     where signal = any ($1::integer[]) and bucket >= $2 and bucket < $3
     order by signal, bucket`,
    [signals.map(({ id }) => id), timestamp(from), timestamp(to)],
  )
  const series = Object.fromEntries(keys.map((key): [string, Rollup[]] => [key, []]))
  const byId = new Map(signals.map(({ id, key }) => [id, series[key]!]))
  for (const { signal, ...rollup } of rows) byId.get(signal)!.push(rollup)
  return series
}

type StoredRow = Rollup & {
  covered: number
  firstOffset: number
  lastOffset: number
  missing: number
  first: number | null
  increase: number
  resets: number
}

/**
 * A signal's buckets in [from, to) with what joins them, oldest first. Of one that was computed before that was
 * kept: it was heard from its beginning to its end, and what was counted within it is told by the last value.
 */
export async function storedRollups(
  tx: Tx,
  signal: number,
  step: RollupStep,
  from: Micros,
  to: Micros,
): Promise<StoredRollup[]> {
  const rows = await tx.query<StoredRow>(
    `select ${rollupColumns}, covered, coalesce(first_offset, 0) as "firstOffset",
            coalesce(last_offset, ${rollupSteps[step]}) as "lastOffset", coalesce(missing, 0) as missing,
            coalesce(first, last) as first, coalesce(increase, 0) as increase, coalesce(resets, 0) as resets
     from ${rollupView[step]}
     where signal = $1 and bucket >= $2 and bucket < $3 order by bucket`,
    [signal, timestamp(from), timestamp(to)],
  )
  return rows.map(({ firstOffset, lastOffset, first, increase, resets, ...rollup }) => ({
    ...rollup,
    firstTime: rollup.bucket + firstOffset,
    lastTime: rollup.bucket + lastOffset,
    counted: first === null ? null : { first, increase, resets },
  }))
}

/** Of a whole hour, or of hours: a float8 that is exact. */
const micros = (time: string): string => `1e6::float8 * date_part('epoch', ${time})`

/** Hours joined to a longer bucket. */
export interface JoinedHours extends Omit<Rollup, 'bucket'> {
  /** Which of the buckets, the first being 0. */
  nth: number
  /** Source times of the first and last reading. */
  firstTime: Micros
  lastTime: Micros
  /** Ends and beginnings of pauses that are longer than asked, between hours of it or before its first one. */
  pauses: { from: Micros; to: Micros }[]
}

/**
 * A signal's hours joined into the buckets between `bounds`, by the engine: it hands a day over as fast as an hour. Gives
 * those that have any.
 */
export async function joinedHours(
  tx: Tx,
  signal: number,
  bounds: readonly Micros[],
  pause: number,
): Promise<JoinedHours[]> {
  const rows = await tx.query<
    Omit<JoinedHours, 'pauses'> & { pausesFrom: Micros[] | null; pausesTo: Micros[] | null }
  >(
    `with hour as (
       select *, width_bucket(bucket, $2::timestamptz[]) - 1 as nth, coalesce(first_offset, 0) as first_offset_or_0,
              coalesce(last_offset, ${HOUR}) as last_offset_or_end
       from ${rollupView['1h']} where signal = $1 and bucket >= $3 and bucket < $4
     ), paused as (
       select *, lag(bucket) over in_time as bucket_before, lag(last_offset_or_end) over in_time as last_before
       from hour window in_time as (order by bucket)
     ), measured as (
       select *, ${micros('bucket - bucket_before')} + first_offset_or_0 - last_before > $5::float8 as is_pause
       from paused
     )
     select nth, sum(average * good) / nullif(sum(good), 0) as average, min(minimum) as minimum,
            max(maximum) as maximum, last(last, bucket) filter (where last is not null) as last,
            sum(time_weighted * covered) / nullif(sum(covered)::float8, 0) as "timeWeighted",
            sum(good) as good, sum(uncertain) as uncertain, sum(bad) as bad,
            ${micros('min(bucket)')} + first(first_offset_or_0, bucket) as "firstTime",
            ${micros('max(bucket)')} + last(last_offset_or_end, bucket) as "lastTime",
            array_agg(${micros('bucket_before')} + last_before order by bucket) filter (where is_pause) as "pausesFrom",
            array_agg(${micros('bucket')} + first_offset_or_0 order by bucket) filter (where is_pause) as "pausesTo"
     from measured group by nth order by nth`,
    [signal, bounds.map(timestamp), timestamp(bounds[0]!), timestamp(bounds.at(-1)!), pause],
  )
  return rows.map(({ pausesFrom, pausesTo, ...row }) => ({
    ...row,
    pauses: (pausesFrom ?? []).map((from, i) => ({ from, to: pausesTo![i]! })),
  }))
}

/**
 * About how many readings a signal has in [from, to): as many as its hours count, and how many more there may be
 * in what is queued.
 */
export async function countReadings(
  tx: Tx,
  signal: number,
  from: Micros,
  to: Micros,
): Promise<{ counted: number; queued: number }> {
  const [row] = await tx.query<{ counted: number; queued: number }>(
    `select (select coalesce(sum(good + uncertain + bad), 0) from ${rollupView['1h']}
             where signal = $1 and bucket >= $2 and bucket < $3) as counted,
            (select coalesce(sum(weight), 0) from rollup_queue
             where $1 = any (signals) and to_bucket > $2 and from_bucket < $3) as queued`,
    [signal, timestamp(from), timestamp(to)],
  )
  return row!
}

/** The oldest hour of each of these signals that has one. */
export async function firstRollups(tx: Tx, keys: readonly string[]): Promise<Map<string, Micros>> {
  const rows = await tx.query<{ key: string; bucket: Micros }>(
    `select s.key, r.bucket from signal s
     cross join lateral (select bucket from own_rollup_1h where signal = s.id order by bucket limit 1) r
     where s.key = any ($1)`,
    [keys],
  )
  return new Map(rows.map(({ key, bucket }) => [key, bucket]))
}

/** Whether roll-ups of these signals are still to be computed in buckets that begin before `at`. */
export async function queuedBefore(tx: Tx, keys: readonly string[], at: Micros): Promise<boolean> {
  const day = Math.floor(at / DAY) * DAY
  const hoursBefore = 2 ** Math.ceil((at - day) / HOUR) - 1
  const [row] = await tx.query<{ queued: boolean }>(
    `with asked as (select array_agg(id) as signals from signal where key = any ($1))
     select exists (select from rollup_queue q, asked a where q.from_bucket < $2 and q.signals && a.signals)
         or exists (select from rollup_hour_queue q, asked a
                    where q.signal = any (a.signals) and (q.day < $3 or q.day = $3 and q.hours & $4 <> 0)) as queued`,
    [keys, timestamp(at), timestamp(day), hoursBefore],
  )
  return row!.queued
}

/**
 * Whether so much is queued that a long stretch must be on its way: more than live readings leave behind
 * between two refreshes.
 */
export async function isBulkQueued(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ bulk: boolean }>(
    `select (select count(*) from (select from rollup_queue limit $1) q) >= $1
         or (select max(day) - min(day) from rollup_hour_queue) > interval '3 days' as bulk`,
    [BULK_ROWS],
  )
  return row!.bulk ?? false
}

const BULK_ROWS = 100

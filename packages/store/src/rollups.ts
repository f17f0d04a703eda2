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

/** Hours joined to a longer bucket. */
export interface JoinedHours extends Omit<Rollup, 'bucket'> {
  /** Which of the buckets, the first being 0. */
  nth: number
  /** Source times of the first and last reading. */
  firstTime: Micros
  lastTime: Micros
  /** Ends and beginnings of pauses between its hours that are longer than asked. */
  pauses: Pause[]
}

interface Pause {
  from: Micros
  to: Micros
}

interface JoinedRow extends Omit<JoinedHours, 'firstTime' | 'lastTime' | 'pauses'> {
  hours: number
  firstHour: Micros
  firstOffset: number | null
  lastHour: Micros
  lastOffset: number | null
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
  const rows = await tx.query<JoinedRow>(
    `select width_bucket(bucket, $2::timestamptz[]) - 1 as nth,
            sum(average * good) / nullif(sum(good), 0) as average, min(minimum) as minimum,
            max(maximum) as maximum, last(last, bucket) filter (where last is not null) as last,
            sum(time_weighted * covered) / nullif(sum(covered)::float8, 0) as "timeWeighted",
            sum(good) as good, sum(uncertain) as uncertain, sum(bad) as bad, count(*) as hours,
            min(bucket) as "firstHour", first(first_offset, bucket) as "firstOffset",
            max(bucket) as "lastHour", last(last_offset, bucket) as "lastOffset"
     from ${rollupView['1h']} where signal = $1 and bucket >= $3 and bucket < $4
     group by 1 order by 1`,
    [signal, bounds.map(timestamp), timestamp(bounds[0]!), timestamp(bounds.at(-1)!)],
  )
  const pauses = await pausesIn(
    tx,
    signal,
    rows.filter((row) => mayPause(row, pause)),
    pause,
  )
  return rows.map(({ hours, firstHour, firstOffset, lastHour, lastOffset, ...row }) => ({
    ...row,
    firstTime: firstHour + (firstOffset ?? 0),
    lastTime: lastHour + (lastOffset ?? HOUR),
    pauses: pauses.get(row.nth) ?? [],
  }))
}

/** All hours that are missing may be missing in one place. */
const mayPause = ({ hours, firstHour, lastHour }: JoinedRow, pause: number): boolean =>
  hours > 1 && lastHour - firstHour - (hours - 2) * HOUR > pause

/** By number of the bucket: an hour is compared with the one before it, where one may be missing. */
async function pausesIn(
  tx: Tx,
  signal: number,
  buckets: readonly JoinedRow[],
  pause: number,
): Promise<Map<number, Pause[]>> {
  if (buckets.length === 0) return new Map()
  const found = await tx.query<Pause & { nth: number }>(
    `with heard as (
       select b.nth, h.bucket + coalesce(h.first_offset, 0) * interval '1 microsecond' as "to",
              lag(h.bucket + coalesce(h.last_offset, ${HOUR}) * interval '1 microsecond')
                over (partition by b.nth order by h.bucket) as "from"
       from unnest($2::integer[], $3::timestamptz[], $4::timestamptz[]) as b (nth, first, last)
       join ${rollupView['1h']} h on h.signal = $1 and h.bucket between b.first and b.last
     )
     select nth, "from", "to" from heard where "to" - "from" > $5::float8 * interval '1 microsecond'
     order by nth, "from"`,
    [
      signal,
      buckets.map(({ nth }) => nth),
      buckets.map(({ firstHour }) => timestamp(firstHour)),
      buckets.map(({ lastHour }) => timestamp(lastHour)),
      pause,
    ],
  )
  const pauses = new Map<number, Pause[]>()
  for (const { nth, from, to } of found) pauses.set(nth, [...(pauses.get(nth) ?? []), { from, to }])
  return pauses
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

/** What a municipality's queues hold: ranges of five-minute buckets, and days of signals' hours. Counts every row. */
export async function queuedRollups(tx: Tx): Promise<{ ranges: number; days: number }> {
  const [row] = await tx.query<{ ranges: number; days: number }>(
    `select (select count(*) from rollup_queue) as ranges, (select count(*) from rollup_hour_queue) as days`,
  )
  return row!
}

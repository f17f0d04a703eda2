import { DAY, HOUR, type Micros, type RollupStep, rollupSteps } from '@driftbild/core'
import type { Database, OwnerTx } from './database.ts'
import {
  deleteKnown,
  foldHours,
  recomputeFiveMinutes,
  replaceFiveMinutes,
  replaceHours,
} from './rollup-sql.ts'
import { type DayHours, dayHoursOf, mergeRanges, rangesOfHours, type SignalRange } from './rollup-work.ts'
import { withoutLetGo } from './standing-ranges.ts'
import { timestamp } from './timestamp.ts'

/** What one slice may hold the engine for, in milliseconds. */
export const SLICE_HOLD = 200
const AIM = 0.7 * SLICE_HOLD
/** Weight of the first slice, before anything was measured; roughly the rows that it reads. */
const FIRST_WEIGHT = 5_000
const LEAST_WEIGHT = 4_000
/** Five-minute buckets cost by their readings, hours by their five-minute buckets. */
const MOST_WEIGHT: Record<RollupStep, number> = { '5m': 8_000, '1h': 16_000 }

export interface Refreshed {
  /** Slices that were done. */
  refreshed: number
  /** Rows of both queues that are left, or many. */
  left: number
  /** Milliseconds of the longest slice. */
  longest: number
}

/** What a slice of each step may weigh, as the ones before it taught; whoever runs again and again keeps it. */
export type RollupPace = Record<RollupStep, number>

export const firstPace = (): RollupPace => ({ '5m': FIRST_WEIGHT, '1h': FIRST_WEIGHT })

/**
 * Computes queued roll-ups again until `most` milliseconds have passed or nothing is left. Each slice is a
 * transaction of its own that computes exactly the buckets it takes from the queue; how much it takes follows
 * from how long the last one held the engine.
 */
export async function refreshRollups(
  db: Database,
  { most }: { most: number },
  pace: RollupPace = firstPace(),
): Promise<Refreshed> {
  const started = performance.now()
  let refreshed = 0
  let longest = 0
  for (;;) {
    const done = await db.across((tx) => refreshSlice(tx, pace))
    if (!done) return { refreshed, left: 0, longest }
    refreshed++
    longest = Math.max(longest, done.took)
    adapt(pace, done)
    if (performance.now() - started >= most) return { refreshed, left: await countLeft(db), longest }
  }
}

/** Aims below what is allowed, and grows slowly up to a bound: the next slice may be of costlier signals. */
function adapt(pace: RollupPace, { step, weight, took }: Slice): void {
  const fitting = Math.min(1.4 * pace[step], (weight * AIM) / took)
  pace[step] = Math.max(LEAST_WEIGHT, Math.min(MOST_WEIGHT[step], fitting))
}

interface Done {
  step: RollupStep
  weight: number
}

interface Slice extends Done {
  /** Milliseconds of work, without those in which others were served first. */
  took: number
}

/** Gives what it did; null when nothing is queued. */
async function refreshSlice(tx: OwnerTx, pace: RollupPace): Promise<Slice | null> {
  // One at a time: of two that computed the same bucket, the one that saw less must not write last.
  await tx.query(`select pg_advisory_xact_lock(hashtext('driftbild.rollups'))`)
  const started = performance.now()
  // Five-minute buckets before hours: hours are folded from them, and the fewer times the better.
  const done = (await refreshFiveMinutes(tx, pace['5m'])) ?? (await refreshHours(tx, pace['1h']))
  return done && { ...done, took: performance.now() - started }
}

interface QueueRow {
  id: number
  municipality: string
  signals: number[]
  from: Micros
  to: Micros
  weight: number
}

async function refreshFiveMinutes(tx: OwnerTx, weight: number): Promise<Done | null> {
  // The oldest row and those near it in time, so that a slice looks into few chunks, as far as their weight fits.
  const rows = await tx.query<QueueRow>(
    `with oldest as (select id, municipality, from_bucket from rollup_queue order by id limit 1), near as (
       select q.id, q.weight, q.id = o.id as is_oldest
       from rollup_queue q, oldest o
       where q.municipality = o.municipality
         and q.from_bucket between o.from_bucket - interval '1 day' and o.from_bucket + interval '1 day'
       order by q.id limit 50
     ), fitting as (
       select id from (select *, sum(weight) over (order by id) as sum from near) summed where sum <= $1 or is_oldest
     )
     select id, municipality, signals, from_bucket as "from", to_bucket as "to", weight
     from rollup_queue where id in (select id from fitting)`,
    [Math.floor(weight)],
  )
  const [first] = rows
  if (!first) return null
  const ranges = await withoutLetGo(tx, 'reading', mergeRanges(rows))
  if (ranges.length > 0) await compute(tx, '5m', first.municipality, ranges)
  const days = dayHoursOf(ranges).map((row) => ({ ...row, from: row.day, to: row.day + DAY }))
  const hours = await withoutLetGo(tx, 'rollup_5m', days)
  await tx.query(
    `insert into rollup_hour_queue as known (municipality, signal, day, hours)
     select $1, signal, day, hours from unnest($2::integer[], $3::timestamptz[], $4::integer[]) as r (signal, day, hours)
     on conflict (signal, day) do update set hours = known.hours | excluded.hours
       where known.hours <> known.hours | excluded.hours`,
    [
      first.municipality,
      hours.map(({ signal }) => signal),
      hours.map(({ day }) => timestamp(day)),
      hours.map((row) => row.hours),
    ],
  )
  await tx.query('delete from rollup_queue where id = any ($1)', [rows.map(({ id }) => id)])
  return { step: '5m', weight: rows.reduce((sum, row) => sum + row.weight, 0) }
}

const BUCKETS_PER_HOUR = HOUR / rollupSteps['5m']
/** A signal's day costs about as much as so many five-minute buckets, however few it has. */
const LEAST_OF_DAY = 6
/** Days of signals that one slice takes at most. */
const MOST_DAYS = 2_000

interface TakenHours extends DayHours {
  municipality: string
  weight: number
}

async function refreshHours(tx: OwnerTx, weight: number): Promise<Done | null> {
  // The oldest day first; of one signal a whole day, whose hours need the one before them read as well.
  const rows = await tx.query<TakenHours>(
    `with near as (
       select ctid as place, day, signal, bit_count(hours::bit(24)) * (
         select least(${BUCKETS_PER_HOUR}, coalesce(3600 / (reporting ->> 'seconds')::float8, ${BUCKETS_PER_HOUR}))
         from signal where id = q.signal
       ) as buckets
       from rollup_hour_queue q
       where municipality = (select municipality from rollup_hour_queue order by day, signal limit 1)
       order by day, signal limit ${MOST_DAYS}
     ), summed as (
       select place, day, signal, greatest(buckets, ${LEAST_OF_DAY}) as weight,
              sum(greatest(buckets, ${LEAST_OF_DAY})) over in_order as sum, row_number() over in_order as nth
       from near window in_order as (order by day, signal rows unbounded preceding)
     ), fitting as (
       select * from summed where sum <= $1 or nth = 1
     ), taken as (
       delete from rollup_hour_queue where ctid = any (array(select place from fitting))
       returning municipality, signal, day, hours
     )
     select municipality, signal, day, hours, weight from taken join fitting using (signal, day)`,
    [weight],
  )
  const [first] = rows
  if (!first) return null
  await compute(tx, '1h', first.municipality, rangesOfHours(rows))
  return { step: '1h', weight: rows.reduce((sum, row) => sum + row.weight, 0) }
}

const statements = {
  '5m': { compute: recomputeFiveMinutes, replace: replaceFiveMinutes },
  '1h': { compute: foldHours, replace: replaceHours },
} as const

async function compute(
  tx: OwnerTx,
  step: RollupStep,
  municipality: string,
  ranges: readonly SignalRange[],
): Promise<void> {
  const { compute, replace } = statements[step]
  const asked = [
    ranges.map((range) => range.signal),
    ranges.map((range) => timestamp(range.from)),
    ranges.map((range) => timestamp(range.to)),
    timestamp(ranges.reduce((least, { from }) => Math.min(least, from), Infinity)),
    timestamp(ranges.reduce((most, { to }) => Math.max(most, to), -Infinity)),
  ]
  if (areShort(ranges, step)) {
    await tx.query(compute + replace, [...asked, municipality])
    return
  }
  await tx.query(deleteKnown(step), asked)
  await tx.query(compute, [...asked, municipality])
}

/**
 * Short ranges are the live ones, mostly there already: they are replaced in place, which leaves less behind.
 * Long ones are mostly new, and an insert that looks for conflicts takes half as long again.
 */
const areShort = (ranges: readonly SignalRange[], step: RollupStep): boolean =>
  ranges.reduce((sum, { from, to }) => sum + (to - from) / rollupSteps[step], 0) <= 3 * ranges.length

/** Enough to say that there is much. */
const MOST_COUNTED = 10_000

async function countLeft(db: Database): Promise<number> {
  const [row] = await db.across((tx) => tx.query<{ rows: number }>(countQueued, [MOST_COUNTED]))
  return row!.rows
}

/** Rows of both queues, of each `$1` at most. */
export const countQueued = `
  select (select count(*) from (select from rollup_queue limit $1) q)
       + (select count(*) from (select from rollup_hour_queue limit $1) q) as rows`

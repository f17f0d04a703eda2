import type { Database, Tx } from './database.ts'
import { foldHours, recomputeFiveMinutes } from './rollup-sql.ts'

/** What one slice may hold the engine for, in milliseconds. */
export const SLICE_HOLD = 200
/** Weight of the first slice, before anything was measured. */
const FIRST_WEIGHT = 5_000

export interface Refreshed {
  /** Rows of the queue that were done, and that are left. */
  refreshed: number
  left: number
  /** Milliseconds of the longest slice. */
  longest: number
}

/**
 * Computes queued roll-ups again until `most` milliseconds have passed or nothing is left. Each slice is a
 * transaction of its own that takes rows of the queue, computes exactly their buckets, and deletes them; how
 * much a slice takes follows from how long the last one held the engine.
 */
export async function refreshRollups(db: Database, { most }: { most: number }): Promise<Refreshed> {
  const started = performance.now()
  let refreshed = 0
  let longest = 0
  let weight = FIRST_WEIGHT
  for (;;) {
    const before = performance.now()
    const slice = await db.across((tx) => refreshSlice(tx, weight))
    const took = performance.now() - before
    if (slice.rows === 0) return { refreshed, left: 0, longest }
    refreshed += slice.rows
    longest = Math.max(longest, took)
    // Aim at half of what is allowed; one step never more than doubles.
    weight = Math.max(500, Math.min(2 * weight, (slice.weight * SLICE_HOLD) / 2 / took))
    if (performance.now() - started >= most) {
      const [left] = await db.across((tx) =>
        tx.query<{ rows: number }>('select count(*) as rows from rollup_queue'),
      )
      return { refreshed, left: left!.rows, longest }
    }
  }
}

interface QueueRow {
  id: number
  weight: number
}

/** Five-minute buckets before hours: hours are folded from them, and the fewer times the better. */
async function refreshSlice(
  tx: Omit<Tx, 'municipality'>,
  weight: number,
): Promise<{ rows: number; weight: number }> {
  // One at a time: of two that computed the same bucket, the one that saw less must not write last.
  await tx.query(`select pg_advisory_xact_lock(hashtext('driftbild.rollups'))`)
  for (const step of ['5m', '1h'] as const) {
    const rows = await takeRows(tx, step, weight)
    if (rows.length === 0) continue
    const ids = rows.map(({ id }) => id)
    if (step === '5m') {
      await tx.query(recomputeFiveMinutes, [ids])
      await queueHours(tx, ids)
    } else {
      await tx.query(foldHours, [ids])
    }
    await tx.query('delete from rollup_queue where id = any ($1)', [ids])
    return { rows: rows.length, weight: rows.reduce((sum, row) => sum + row.weight, 0) }
  }
  return { rows: 0, weight: 0 }
}

/** The oldest rows whose weight fits, one at least. */
async function takeRows(
  tx: Omit<Tx, 'municipality'>,
  step: '5m' | '1h',
  weight: number,
): Promise<QueueRow[]> {
  const rows = await tx.query<QueueRow>(
    'select id, weight from rollup_queue where step = $1 order by id limit 200',
    [step],
  )
  let sum = 0
  let taken = 0
  for (const row of rows) {
    sum += row.weight
    if (taken > 0 && sum > weight) break
    taken++
  }
  return rows.slice(0, taken)
}

/** The hours that these five-minute buckets lie in, and the hour after, into which the last value is carried. */
const queueHours = (tx: Omit<Tx, 'municipality'>, ids: readonly number[]): Promise<object[]> =>
  tx.query(
    `insert into rollup_queue (step, municipality, signals, from_bucket, to_bucket, weight)
     select '1h', municipality, signals, h."from", h."to",
            ceil(cardinality(signals) * extract(epoch from h."to" - h."from") / 300)::integer
     from rollup_queue, lateral (
       select date_trunc('hour', from_bucket, 'UTC') as "from",
              date_trunc('hour', to_bucket - interval '1 microsecond', 'UTC') + interval '2 hours' as "to"
     ) h
     where id = any ($1)`,
    [ids],
  )

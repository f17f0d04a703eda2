import { DAY, type Micros } from '@driftbild/core'
import type { Database } from './database.ts'
import { timestamp } from './timestamp.ts'

/** Where folding got to: the last batch that was looked at. */
export interface FoldedTo {
  epoch: number
  first: number
}

/** For so long each batch has a row of its own. */
export const BATCHES_APART = 14 * DAY

/** Batches that one slice reads: some 100 ms of the embedded engine. */
const AT_ONCE = 2_000

/**
 * Makes one row of the batches of an epoch that came within the same hour before an instant: a collector sends every few
 * seconds, and years later nobody asks in which of them. What was known by an instant is then known by the end of the
 * hour. A batch that brought something late stays as it came. One slice; gives where the next goes on, null after the last.
 */
export async function foldBatches(
  db: Database,
  before: Micros,
  from: FoldedTo | null,
): Promise<FoldedTo | null> {
  const [next] = await db.across((tx) =>
    tx.query<FoldedTo & { read: number }>(
      `with slice as (
         select epoch, first, last, arrived, readings, silences, late_readings > 0 as is_late
         from batch where (epoch, first) > ($2, $3) and arrived < $1 order by epoch, first limit ${AT_ONCE}
       ), islands as (
         select *, count(*) filter (where is_late) over (partition by epoch order by first) as island from slice
       ), hours as (
         select epoch, min(first) as first, max(last) as last, max(arrived) as arrived, sum(readings)::integer as readings,
                sum(silences)::integer as silences, count(*) as batches
         from islands where not is_late group by epoch, island, date_trunc('hour', arrived, 'UTC')
       ), gone as (
         delete from batch b using hours h
         where h.batches > 1 and b.epoch = h.epoch and b.first > h.first and b.first <= h.last
       ), folded as (
         update batch b set last = h.last, arrived = h.arrived, readings = h.readings, silences = h.silences
         from hours h where h.batches > 1 and b.epoch = h.epoch and b.first = h.first
       )
       select epoch, first, (select count(*) from slice) as read from slice order by epoch desc, first desc limit 1`,
      [timestamp(before), from?.epoch ?? 0, from?.first ?? 0],
    ),
  )
  return next && next.read === AT_ONCE ? { epoch: next.epoch, first: next.first } : null
}

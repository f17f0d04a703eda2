import type { Batch, ReportingRule } from '@driftbild/core'
import { noteArrival, type Span } from './arrivals.ts'
import { binaryArray, int4 } from './binary-values.ts'
import type { Tx } from './database.ts'
import { type Arrived, saveLatest } from './latest-reading.ts'
import { type AssignedRow, copyReadings } from './reading-copy.ts'
import { type QueuedRange, queueRanges } from './rollup-ranges.ts'
import { timestamp } from './timestamp.ts'

/**
 * Writes readings of one epoch to their signals: stored, the present state moved on, roll-ups queued, word left
 * for those who judge. Gives what was touched, by signal id.
 */
export async function placeReadings(
  tx: Tx,
  arrived: Arrived,
  batch: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
  reportingOf: (signal: number) => ReportingRule,
): Promise<Map<number, Span>> {
  if (assigned.length === 0) return new Map()
  await copyReadings(tx, arrived.epoch, batch, assigned)
  await saveLatest(tx, arrived, batch, assigned)
  await queueRollups(tx, batch, assigned, reportingOf)
  const spans = spansOf(batch, assigned)
  await noteArrival(tx, spans)
  return spans
}

const BUCKET_SECONDS = 300
/** Readings in a bucket to reckon with where a signal reports on change. */
const ON_CHANGE_READINGS = 10

export async function queueRollups(
  tx: Tx,
  { readings }: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
  reportingOf: (signal: number) => ReportingRule,
): Promise<void> {
  const ranges = queueRanges({
    signal: assigned.map(({ signal }) => signal),
    sourceTime: assigned.map(({ row }) => readings.sourceTime[row]!),
    perBucket: (signal) => {
      const rule = reportingOf(signal)
      return rule.type === 'every' ? BUCKET_SECONDS / rule.seconds : ON_CHANGE_READINGS
    },
  })
  // One list of all their signals: each range has its stretch of it, for arrays of different length are none.
  const past = ranges.map(endsOf())
  await tx.query(
    `insert into rollup_queue (signals, from_bucket, to_bucket, weight)
     select ($1::integer[])[past - signals + 1 : past], "from", "to", weight
     from unnest($2::integer[], $3::integer[], $4::timestamptz[], $5::timestamptz[], $6::integer[])
       as r (past, signals, "from", "to", weight)`,
    [
      binaryArray(
        int4,
        ranges.flatMap(({ signals }) => signals),
      ),
      past,
      ranges.map(({ signals }) => signals.length),
      ranges.map(({ from }) => timestamp(from)),
      ranges.map(({ to }) => timestamp(to)),
      ranges.map(({ weight }) => weight),
    ],
  )
}

/** Where each of ranges in a row ends among all their signals. */
function endsOf(): (range: QueuedRange) => number {
  let end = 0
  return ({ signals }) => {
    end += signals.length
    return end
  }
}

function spansOf({ readings }: Pick<Batch, 'readings'>, assigned: readonly AssignedRow[]): Map<number, Span> {
  const spans = new Map<number, Span>()
  for (const { row, signal } of assigned) {
    const at = readings.sourceTime[row]!
    const known = spans.get(signal)
    if (!known) spans.set(signal, [at, at])
    else if (at < known[0]) known[0] = at
    else if (at > known[1]) known[1] = at
  }
  return spans
}

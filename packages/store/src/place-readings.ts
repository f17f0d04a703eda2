import type { Batch, ReportingRule } from '@driftbild/core'
import { noteArrival, type Span } from './arrivals.ts'
import type { Tx } from './database.ts'
import { type Arrived, saveLatest } from './latest-reading.ts'
import { type AssignedRow, copyReadings } from './reading-copy.ts'
import { queueRanges } from './rollup-ranges.ts'
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
  await tx.query(
    `insert into rollup_queue (signals, from_bucket, to_bucket, weight)
     select signals, "from", "to", weight from jsonb_to_recordset($1)
       as r (signals integer[], "from" timestamptz, "to" timestamptz, weight integer)`,
    [
      JSON.stringify(
        ranges.map((range) => ({ ...range, from: timestamp(range.from), to: timestamp(range.to) })),
      ),
    ],
  )
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

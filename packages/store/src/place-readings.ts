import type { Batch, ReportingRule } from '@driftbild/core'
import { packSpans, type Span } from './arrivals.ts'
import { binaryArray, int4 } from './binary-values.ts'
import type { Database, Tx } from './database.ts'
import { PAGE_BYTES } from './latest-page.ts'
import { type Arrived, type MovedPages, moveLatest } from './latest-reading.ts'
import { lockPages } from './locked-pages.ts'
import { type AssignedRow, copyReadings, readingRows } from './reading-copy.ts'
import { type QueuedRange, queueRanges } from './rollup-ranges.ts'
import { timestamp } from './timestamp.ts'

/**
 * Writes readings of one epoch to their signals: stored, the present state moved on, roll-ups queued, word left
 * for those who judge. Gives what was touched, by signal id.
 */
export async function placeReadings(
  db: Database,
  tx: Tx,
  arrived: Arrived,
  batch: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
  reportingOf: (signal: number) => ReportingRule,
): Promise<Map<number, Span>> {
  if (assigned.length === 0) return new Map()
  const locked = lockPages(db, tx, assigned)
  // Worked out while the engine looks up what it is to lock.
  const rows = readingRows(arrived.epoch, batch, assigned)
  const ranges = rangesToCompute(batch, assigned, reportingOf)
  const spans = spansOf(batch, assigned)
  const moved = moveLatest(await locked, arrived, batch, assigned)
  await copyReadings(tx, rows)
  await savePlaced(tx, { moved, ranges, spans })
  return spans
}

interface Placed {
  moved: MovedPages
  ranges: readonly QueuedRange[]
  spans: ReadonlyMap<number, Span>
}

/** One statement for three tables: each of its own would be another wait for the engine. */
async function savePlaced(tx: Tx, { moved, ranges, spans }: Placed): Promise<void> {
  await tx.query(
    {
      name: 'place readings',
      text: `
        with moved as (
          update latest_page l set readings = substring($2::bytea from (n.place::int - 1) * ${PAGE_BYTES} + 1 for ${PAGE_BYTES})
          from unnest($1::integer[]) with ordinality as n (page, place)
          where l.page = n.page and l.municipality = current_setting('driftbild.municipality')
        ), noted as (
          insert into arrival (spans) values ($3)
        )
        ${queueRangesSql(4)}`,
    },
    [binaryArray(int4, moved.numbers), moved.readings, packSpans(spans), ...rangeValues(ranges)],
  )
}

const BUCKET_SECONDS = 300
/** Readings in a bucket to reckon with where a signal reports on change. */
const ON_CHANGE_READINGS = 10

export async function queueRollups(
  tx: Tx,
  batch: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
  reportingOf: (signal: number) => ReportingRule,
): Promise<void> {
  await tx.query(queueRangesSql(1), rangeValues(rangesToCompute(batch, assigned, reportingOf)))
}

const rangesToCompute = (
  { readings }: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
  reportingOf: (signal: number) => ReportingRule,
): QueuedRange[] =>
  queueRanges({
    signal: assigned.map(({ signal }) => signal),
    sourceTime: assigned.map(({ row }) => readings.sourceTime[row]!),
    perBucket: (signal) => {
      const rule = reportingOf(signal)
      return rule.type === 'every' ? BUCKET_SECONDS / rule.seconds : ON_CHANGE_READINGS
    },
  })

/** `first` is the number of the first of its six parameters. */
const queueRangesSql = (first: number): string => `
  insert into rollup_queue (signals, from_bucket, to_bucket, weight)
  select ($${first}::integer[])[past - signals + 1 : past], "from", "to", weight
  from unnest($${first + 1}::integer[], $${first + 2}::integer[], $${first + 3}::timestamptz[],
              $${first + 4}::timestamptz[], $${first + 5}::integer[])
    as r (past, signals, "from", "to", weight)`

/** One list of all their signals: each range has its stretch of it, for arrays of different length are none. */
const rangeValues = (ranges: readonly QueuedRange[]): unknown[] => [
  binaryArray(
    int4,
    ranges.flatMap(({ signals }) => signals),
  ),
  ranges.map(endsOf()),
  ranges.map(({ signals }) => signals.length),
  ranges.map(({ from }) => timestamp(from)),
  ranges.map(({ to }) => timestamp(to)),
  ranges.map(({ weight }) => weight),
]

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

import { bucketOf, HOUR, MINUTE, type Micros } from '@driftbild/core'

const STEP = 5 * MINUTE

/** Signals that share a range of five-minute buckets [from, to) to be computed again. */
export interface QueuedRange {
  signals: number[]
  from: Micros
  to: Micros
  /** Readings that the work will look at, roughly. */
  weight: number
}

/** Readings of a batch that were new: which signal, when, and how many of its readings a bucket may hold. */
export interface TouchedReadings {
  signal: readonly number[]
  sourceTime: readonly Micros[]
  /** Per signal. */
  perBucket(signal: number): number
}

/** Above this many distinct ranges a batch is bulk: ranges are widened so that signals share them. */
const MANY = 64

/** A queued row's work at most; one is never split when it is done. */
export const ROW_WEIGHT = 5_000

/**
 * What a batch makes stale: of every signal the buckets its readings fall into, and the bucket after each,
 * into which the last value is carried. A late reading touches its own bucket and the next, nothing between
 * it and the others. Only a bulk batch, whose signals all run on together, gets hours instead of buckets, and
 * never beyond its own first and last bucket.
 */
export function queueRanges(touched: TouchedReadings): QueuedRange[] {
  const buckets = bucketsBySignal(touched)
  const exact = group(buckets, (list) => runs(list, 0))
  const grouped = exact.size <= MANY ? exact : group(buckets, hourly(buckets))
  return [...grouped.values()].flatMap((range) => cut(range, touched.perBucket))
}

function bucketsBySignal({ signal, sourceTime }: TouchedReadings): Map<number, Micros[]> {
  const sets = new Map<number, Set<Micros>>()
  for (let i = 0; i < signal.length; i++) {
    const bucket = bucketOf(sourceTime[i]!, '5m')
    const set = sets.get(signal[i]!)
    if (set) set.add(bucket)
    else sets.set(signal[i]!, new Set([bucket]))
  }
  return new Map([...sets].map(([id, set]) => [id, [...set].sort((a, b) => a - b)]))
}

interface Range {
  from: Micros
  to: Micros
}

/** Sorted buckets joined into ranges, gaps of at most `gap` bridged; each range ends after the bucket that follows. */
function runs(buckets: readonly Micros[], gap: number): Range[] {
  const ranges: Range[] = []
  for (const bucket of buckets) {
    const last = ranges.at(-1)
    const to = bucket + 2 * STEP
    if (last && bucket <= last.to + gap) last.to = to
    else ranges.push({ from: bucket, to })
  }
  return ranges
}

function hourly(buckets: ReadonlyMap<number, readonly Micros[]>): (list: readonly Micros[]) => Range[] {
  let first = Infinity
  let last = -Infinity
  for (const list of buckets.values()) {
    first = Math.min(first, list[0]!)
    last = Math.max(last, list.at(-1)! + 2 * STEP)
  }
  return (list) =>
    runs(list, HOUR).map(({ from, to }) => ({
      from: Math.max(first, Math.floor(from / HOUR) * HOUR),
      to: Math.min(last, Math.ceil(to / HOUR) * HOUR),
    }))
}

function group(
  buckets: ReadonlyMap<number, readonly Micros[]>,
  rangesOf: (list: readonly Micros[]) => Range[],
): Map<string, Range & { signals: number[] }> {
  const groups = new Map<string, Range & { signals: number[] }>()
  for (const [signal, list] of buckets) {
    for (const range of rangesOf(list)) {
      const name = `${range.from}-${range.to}`
      const known = groups.get(name)
      if (known) known.signals.push(signal)
      else groups.set(name, { ...range, signals: [signal] })
    }
  }
  return groups
}

/** A row is one slice of work at most: cut by signals, and a single signal's long range in time. */
function cut(range: Range & { signals: number[] }, perBucket: (signal: number) => number): QueuedRange[] {
  const rows: QueuedRange[] = []
  const span = (range.to - range.from) / STEP
  let open: QueuedRange | null = null
  for (const signal of range.signals) {
    const weight = Math.max(1, Math.ceil(span * perBucket(signal)))
    if (weight > ROW_WEIGHT) {
      const buckets = Math.max(1, Math.floor(ROW_WEIGHT / perBucket(signal)))
      for (let from = range.from; from < range.to; from += buckets * STEP) {
        const to = Math.min(range.to, from + buckets * STEP)
        rows.push({
          signals: [signal],
          from,
          to,
          weight: Math.ceil(((to - from) / STEP) * perBucket(signal)),
        })
      }
      continue
    }
    if (!open || open.weight + weight > ROW_WEIGHT) {
      open = { signals: [], from: range.from, to: range.to, weight: 0 }
      rows.push(open)
    }
    open.signals.push(signal)
    open.weight += weight
  }
  return rows
}

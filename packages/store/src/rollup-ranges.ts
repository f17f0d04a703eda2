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

/** Above this many distinct ranges signals share ranges instead of having their own. */
const MANY = 64
/** Looking at so many times more readings than a batch brought is too much. */
const TOO_WIDE = 3

/** A queued row's work at most; one is never split when it is done. */
export const ROW_WEIGHT = 5_000

/**
 * What a batch makes stale: of every signal the buckets its readings fall into, and the bucket after each,
 * into which the last value is carried. A late reading touches its own bucket and the next, nothing between
 * it and the others.
 *
 * Only a bulk batch is treated more coarsely, never beyond its own first and last bucket. One that holds about
 * all readings of its signals over an hour or more is queued as that stretch, for buckets without readings
 * cost nothing; one that would queue too many ranges, by the hour.
 */
export function queueRanges(touched: TouchedReadings): QueuedRange[] {
  const buckets = bucketsBySignal(touched)
  const whole = wholeStretch(buckets)
  return rangesOf(buckets, whole, touched).flatMap((range) => cut(range, touched.perBucket))
}

function rangesOf(
  buckets: ReadonlyMap<number, readonly Micros[]>,
  whole: SharedRange,
  { signal, perBucket }: TouchedReadings,
): SharedRange[] {
  const isDense = weightOf(whole, perBucket) <= TOO_WIDE * signal.length
  if (isDense && whole.to - whole.from > HOUR) return [whole]
  const exact = group(buckets, (list) => runs(list, 0))
  return exact.length <= MANY ? exact : group(buckets, hourly(whole))
}

/** Of each signal its buckets, in order and each once. */
function bucketsBySignal({ signal, sourceTime }: TouchedReadings): Map<number, Micros[]> {
  const lists = new Map<number, Micros[]>()
  for (let i = 0; i < signal.length; i++) {
    const bucket = bucketOf(sourceTime[i]!, '5m')
    const list = lists.get(signal[i]!)
    if (!list) lists.set(signal[i]!, [bucket])
    else if (list.at(-1) !== bucket) list.push(bucket)
  }
  for (const [id, list] of lists) {
    const isInOrder = list.every((bucket, i) => i === 0 || bucket > list[i - 1]!)
    if (!isInOrder)
      lists.set(
        id,
        [...new Set(list)].sort((a, b) => a - b),
      )
  }
  return lists
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

interface SharedRange extends Range {
  signals: number[]
}

function wholeStretch(buckets: ReadonlyMap<number, readonly Micros[]>): SharedRange {
  const whole = { from: Infinity, to: -Infinity, signals: [...buckets.keys()] }
  for (const list of buckets.values()) {
    whole.from = Math.min(whole.from, list[0]!)
    whole.to = Math.max(whole.to, list.at(-1)! + 2 * STEP)
  }
  return whole
}

const hourly =
  (whole: Range) =>
  (list: readonly Micros[]): Range[] =>
    runs(list, HOUR).map(({ from, to }) => ({
      from: Math.max(whole.from, Math.floor(from / HOUR) * HOUR),
      to: Math.min(whole.to, Math.ceil(to / HOUR) * HOUR),
    }))

function group(
  buckets: ReadonlyMap<number, readonly Micros[]>,
  rangesOf: (list: readonly Micros[]) => Range[],
): SharedRange[] {
  const groups = new Map<string, SharedRange>()
  const sharing = (range: Range): SharedRange => {
    const name = `${range.from}-${range.to}`
    const known = groups.get(name) ?? { ...range, signals: [] }
    groups.set(name, known)
    return known
  }
  // Live batches have one bucket a signal, most of them the same.
  const ofOne = new Map<Micros, SharedRange[]>()
  for (const [signal, list] of buckets) {
    const known = list.length === 1 ? ofOne.get(list[0]!) : undefined
    const ranges = known ?? rangesOf(list).map(sharing)
    if (list.length === 1) ofOne.set(list[0]!, ranges)
    for (const { signals } of ranges) signals.push(signal)
  }
  return [...groups.values()]
}

const weightOf = ({ from, to, signals }: SharedRange, perBucket: (signal: number) => number): number =>
  ((to - from) / STEP) * signals.reduce((sum, signal) => sum + perBucket(signal), 0)

/**
 * A row is one slice of work at most: cut by signals first, for that reads nothing twice and leaves each signal
 * one stretch; in time only where one signal alone is too much.
 */
function cut(range: SharedRange, perBucket: (signal: number) => number): QueuedRange[] {
  const rows: QueuedRange[] = []
  const buckets = (range.to - range.from) / STEP
  let open: QueuedRange | null = null
  for (const signal of range.signals) {
    const weight = buckets * perBucket(signal)
    if (weight > ROW_WEIGHT) {
      rows.push(...cutInTime({ ...range, signals: [signal] }, weight))
      continue
    }
    if (!open || open.weight + weight > ROW_WEIGHT) {
      open = { from: range.from, to: range.to, signals: [], weight: 0 }
      rows.push(open)
    }
    open.signals.push(signal)
    open.weight += weight
  }
  return rows.map((row) => ({ ...row, weight: Math.max(1, Math.ceil(row.weight)) }))
}

function cutInTime(range: SharedRange, weight: number): QueuedRange[] {
  const span = (range.to - range.from) / STEP
  const perBucket = weight / span
  const length = Math.max(1, Math.floor(ROW_WEIGHT / perBucket))
  return Array.from({ length: Math.ceil(span / length) }, (_, i) => {
    const from = range.from + i * length * STEP
    const to = Math.min(range.to, from + length * STEP)
    return { ...range, from, to, weight: ((to - from) / STEP) * perBucket }
  })
}

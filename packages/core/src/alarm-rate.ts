import { HOUR, type Micros } from './time.ts'

/** What a signal said in one slice of time: how many values, and their sums. Plain JSON. */
export interface RateSlice {
  /** Beginning of the slice; slices are cut at whole multiples of their length since 1970. */
  from: Micros
  count: number
  /** Of microseconds after `from`, and of the values. */
  time: number
  value: number
}

/** The slices of a window. One spike stands in one of them and so can't turn the rate. */
const SLICES = 12
/** Slices that must have heard of the signal, and the share of the window that they must span. */
const LEAST = { slices: 4, span: 2 / 3 }

const sliceLength = (window: number): number => Math.ceil(window / SLICES)

/** How far back the readings lie that decide a rate, in microseconds. */
export const rateReach = (window: number): number => (SLICES + 1) * sliceLength(window)

/** The slices that a rate is told from once a value has come; those that the window has left are gone. */
export function addToSlices(
  slices: readonly RateSlice[],
  window: number,
  at: Micros,
  value: number,
): RateSlice[] {
  const length = sliceLength(window)
  const from = Math.floor(at / length) * length
  const kept = slices.filter((slice) => slice.from >= from - SLICES * length)
  const newest = kept.at(-1)
  if (newest?.from !== from) return [...kept, { from, count: 1, time: at - from, value }]
  kept[kept.length - 1] = {
    from,
    count: newest.count + 1,
    time: newest.time + (at - from),
    value: newest.value + value,
  }
  return kept
}

/**
 * Change per hour over the window: the median of the slopes between any two slices (Theil–Sen), so that noise, a
 * spike and a gap hardly move it. Null while too little of the window is known.
 */
export function ratePerHour(slices: readonly RateSlice[], window: number): number | null {
  if (slices.length < LEAST.slices) return null
  const points = slices.map(({ from, count, time, value }) => ({
    at: from + time / count,
    value: value / count,
  }))
  if (points.at(-1)!.at - points[0]!.at < LEAST.span * window) return null
  const slopes = points.flatMap((a, i) =>
    points.slice(i + 1).map((b) => ((b.value - a.value) / (b.at - a.at)) * HOUR),
  )
  slopes.sort((a, b) => a - b)
  const middle = (slopes.length - 1) / 2
  return (slopes[Math.floor(middle)]! + slopes[Math.ceil(middle)]!) / 2
}

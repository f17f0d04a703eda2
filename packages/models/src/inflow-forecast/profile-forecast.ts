import { ascending, quantileOfSorted } from '../common/statistics.ts'
import type { DemandHistory } from './demand-history.ts'
import type { Expected } from './expected.ts'
import { hourlyDemand } from './hourly-demand.ts'

/** Days of the past on which the method is tried to learn how wrong it is. */
const TRIALS = 28
const LEAST_DAYS = 8
/** Past errors are few and alike within a day: the band they span is too narrow by about this. */
const WIDER = 1.2

/**
 * What a series with a short past can say of the local hours from `at` on: its weekdays' usual hours, moved by
 * what was last off. Null with less than eight days.
 */
export function profileForecast(history: DemandHistory, at: number, leads: number): Expected | null {
  if (history.days < LEAST_DAYS) return null
  const origin = Math.floor(at / 24) - history.first
  const hour = at % 24
  // What is usual ends at midnight; the hours of today that are already known speak through `today`.
  const expected = hourlyDemand(history, origin, Math.ceil((hour + leads) / 24))
  const today = todaysOffset(history, origin, hour, expected)
  const spread = pastErrors(history, origin)
  const middle = Array.from(
    { length: leads },
    (_, lead) => expected[hour + lead]! + today * Math.exp(-lead / 12),
  )
  return { middle, error: (lead, share) => errorAt(spread(hour + lead), share, middle[lead]!) }
}

function todaysOffset(history: DemandHistory, origin: number, hour: number, expected: Float64Array): number {
  let sum = 0
  let count = 0
  for (let h = Math.max(0, hour - 6); h < hour; h++) {
    const off = history.values[24 * origin + h]! - expected[h]!
    if (Number.isNaN(off)) continue
    sum += off
    count++
  }
  return count >= 2 ? 0.5 * (sum / count) : 0
}

/**
 * Errors of the same method on the past weeks, sorted, for an hour of the day (with its two neighbours) on the
 * first day or later ones.
 */
function pastErrors(history: DemandHistory, origin: number): (place: number) => readonly number[] {
  const near: number[][] = Array.from({ length: 24 }, () => [])
  const far: number[][] = Array.from({ length: 24 }, () => [])
  for (let back = 1; back <= TRIALS; back++) {
    const start = origin - back
    if (start < LEAST_DAYS - 1) break
    const trial = hourlyDemand(history, start, Math.min(back, back % 7 === 0 ? 7 : 1))
    for (const [place, expected] of trial.entries()) {
      const error = history.values[24 * start + place]! - expected
      if (Number.isNaN(error)) continue
      for (const shift of [23, 0, 1]) (place < 24 ? near : far)[(place + shift) % 24]!.push(error)
    }
  }
  for (const errors of [...near, ...far]) errors.sort(ascending)
  return (place) => {
    const later = far[place % 24]!
    return place < 24 || later.length < 12 ? near[place % 24]! : later
  }
}

/**
 * The error's quantile about its middle, so that the middle of the band stays the expected value. While too few
 * errors are known, a wide band that owns up to it.
 */
function errorAt(sorted: readonly number[], share: number, expected: number): number {
  if (share === 0.5) return 0
  if (sorted.length < 6) return (share - 0.5) * 0.8 * Math.abs(expected)
  return WIDER * (quantileOfSorted(sorted, share) - quantileOfSorted(sorted, 0.5))
}

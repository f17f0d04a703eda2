import { HOUR, type Micros } from '@driftbild/core'
import type { HourSeries } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { ascending, quantileOfSorted } from '../common/statistics.ts'
import { type Calendar, hourlyDemand } from './hourly-demand.ts'
import { type LocalDays, localDays } from './local-days.ts'

export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
/** Hours that a series must keep for the full method: seven weeks of profile behind four weeks of errors. */
export const HISTORY_HOURS = 85 * 24
/** Days of the past on which the method is tried to learn how wrong it is. */
const TRIALS = 28
const LEAST_DAYS = 8
/** Past errors are few and alike within a day: the band they span is too narrow by about this. */
const WIDER = 1.2

export interface DemandForecast {
  time: Micros[]
  quantiles: number[]
  values: number[][]
}

/** The next `hours` full hours from `asOf`, with quantiles from the method's own past errors; null with less than 8 days. */
export function forecastInflow(
  series: HourSeries,
  asOf: Micros,
  hours: number,
  zone: string,
  holiday: Calendar,
): DemandForecast | null {
  const days = localDays(series, zone)
  if (days.values.length < LEAST_DAYS) return null
  const first = Math.ceil(asOf / HOUR) * HOUR
  const now = localHourIndex(first, zone)
  const origin = Math.floor(now / 24)
  // The profile's days end at midnight; the hours of today that are already known speak through `today`.
  const expected = hourlyDemand(days, origin, Math.ceil(hours / 24) + 2, holiday)
  const today = todaysOffset(days, origin, now % 24, expected)
  const spread = pastErrors(days, origin, holiday)

  // A meter that never ran backwards won't next week.
  const floor = Math.min(0, ...series.values.filter((v) => v !== null))
  const time: Micros[] = []
  const values: number[][] = QUANTILES.map(() => [])
  for (let lead = 0; lead < hours; lead++) {
    const at = first + lead * HOUR
    const place = localHourIndex(at, zone) - origin * 24
    const mid = expected[place]
    if (mid == null) return null
    const moved = mid + today * Math.exp(-lead / 12)
    const errors = spread(place)
    time.push(at)
    for (const [q, share] of QUANTILES.entries()) {
      values[q]!.push(Math.max(floor, moved + errorAt(errors, share, moved)))
    }
  }
  return { time, quantiles: QUANTILES, values }
}

function todaysOffset(
  days: LocalDays,
  origin: number,
  hour: number,
  expected: readonly (number | null)[],
): number {
  const known = days.values[origin - days.first]
  if (!known) return 0
  let sum = 0
  let count = 0
  for (let h = Math.max(0, hour - 6); h < hour; h++) {
    if (known[h] == null || expected[h] == null) continue
    sum += known[h]! - expected[h]!
    count++
  }
  return count >= 2 ? 0.5 * (sum / count) : 0
}

/**
 * Errors of the same method on the past weeks, sorted, for an hour of the day (with its two neighbours) on the
 * first day or later ones.
 */
function pastErrors(
  days: LocalDays,
  origin: number,
  holiday: Calendar,
): (place: number) => readonly number[] {
  const near: number[][] = Array.from({ length: 24 }, () => [])
  const far: number[][] = Array.from({ length: 24 }, () => [])
  for (let back = 1; back <= TRIALS; back++) {
    const start = origin - back
    if (start - days.first < LEAST_DAYS - 1) break
    const trial = hourlyDemand(days, start, Math.min(back, back % 7 === 0 ? 7 : 1), holiday)
    for (const [place, expected] of trial.entries()) {
      const measured = days.values[start - days.first + Math.floor(place / 24)]?.[place % 24]
      if (expected === null || measured == null) continue
      for (const shift of [23, 0, 1])
        (place < 24 ? near : far)[(place + shift) % 24]!.push(measured - expected)
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

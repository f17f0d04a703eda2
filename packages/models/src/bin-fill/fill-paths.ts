import { weekdayOfDay } from '../common/local-index.ts'
import { ascending, normalCdf } from '../common/statistics.ts'

/** A container's fill at the day's step, and whether it was emptied since the step before. */
export interface DayLevel {
  day: number
  /** null where the sensor said nothing or isn't believed. */
  fill: number | null
  emptied: boolean
}

/** One way the next days may go: fills after 0, 1, 2 and 3 days. */
export interface FillPath {
  fills: [number, number, number, number]
  weight: number
}

export const AHEAD_DAYS = 3
const KEPT_DAYS = 400
/** A path's say halves in about seven weeks, and falls with how differently full the container was. */
const HALF_LIFE = 46
const LEVEL_WIDTH = 0.08
const SAME_WEEKDAY = 1.6
/** Before a container has shown its own ways: gains per day of containers in general. */
const GENERAL_GAINS = [0.01, 0.05, 0.1, 0.16, 0.3]
const GENERAL_WEIGHT = 0.6

export const keepDays = (days: readonly DayLevel[]): DayLevel[] => days.slice(-KEPT_DAYS)

/** The container's own past runs of days without an emptying, from the fill that it has now. */
export function fillPaths(days: readonly DayLevel[], fill: number, length: number): FillPath[] {
  const last = days.at(-1)
  const paths: FillPath[] = GENERAL_GAINS.map((gain) => ({
    fills: [0, 1, 2, 3].map((d) => Math.min(1, fill + gain * d)) as FillPath['fills'],
    weight: GENERAL_WEIGHT,
  }))
  if (!last) return paths
  for (let start = 0; start + length < days.length; start++) {
    const run = days.slice(start, start + length + 1)
    const first = run[0]!.fill
    if (first === null || !unbroken(run)) continue
    const age = last.day - run[0]!.day
    const apart = (first - fill) / LEVEL_WIDTH
    const weight = 0.5 ** (age / HALF_LIFE) * Math.exp(-0.5 * apart * apart)
    if (weight < 1e-4) continue
    const weekday = weekdayOfDay(run[0]!.day) === weekdayOfDay(last.day) ? SAME_WEEKDAY : 1
    const fills = [0, 1, 2, 3].map((d) => {
      const gain = run[Math.min(d, length)]!.fill! - first
      return Math.min(1, Math.max(fill, fill + gain))
    }) as FillPath['fills']
    paths.push({ fills, weight: weight * weekday })
  }
  return paths
}

const unbroken = (run: readonly DayLevel[]): boolean =>
  run.every((d, i) => {
    const before = run[i - 1]
    if (d.fill === null) return false
    if (!before) return true
    // A little less is the sensor's noise or litter settling; the next day carries on from there.
    return !d.emptied && d.day === before.day + 1 && d.fill >= before.fill! - 0.05
  })

/** Fill after `days` (a fraction too), between the days' fills. */
export function fillAfter(path: FillPath, days: number): number {
  const whole = Math.min(AHEAD_DAYS - 1, Math.floor(days))
  const low = path.fills[whole]!
  return low + (path.fills[whole + 1]! - low) * (days - whole)
}

/** That the fill reaches a level, softened by the sensor's own noise. */
export function reaches(paths: readonly FillPath[], days: number, level: number, noise = 0.01): number {
  let hit = 0
  let all = 0
  for (const path of paths) {
    hit += path.weight * normalCdf((fillAfter(path, days) - level + noise) / noise)
    all += path.weight
  }
  return hit / all
}

export function fillQuantiles(
  paths: readonly FillPath[],
  days: number,
  quantiles: readonly number[],
): number[] {
  const sorted = paths
    .map((p) => ({ value: fillAfter(p, days), weight: p.weight }))
    .toSorted((a, b) => ascending(a.value, b.value))
  const total = sorted.reduce((sum, p) => sum + p.weight, 0)
  return quantiles.map((q) => {
    let run = 0
    for (const p of sorted) {
      run += p.weight
      if (run >= total * q) return p.value
    }
    return sorted.at(-1)!.value
  })
}

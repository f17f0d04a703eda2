import { weightedQuantile } from '../common/statistics.ts'
import type { LevelLimit } from './config.ts'
import { A_DAY, endOf, levelAt, type Quarters } from './quarters.ts'
import type { TrendNow } from './trend-now.ts'
import { type UsualDay, usualChange } from './usual-day.ts'

/** One way in which the level may go on: its value at the end of each quarter ahead. */
export interface LevelPath {
  weight: number
  levels: Float64Array
}

/** Quarters ahead. */
export const AHEAD = A_DAY
/** Past days whose own departures from the usual are played again. */
const DAYS = 14
/** What has lasted long lasts long (Lomax's law): quarters that count as if it had lasted them already, and the law's power. */
const ALREADY = 12
const POWER = 1.5
const SURVIVES = [0.9, 0.7, 0.5, 0.3, 0.1]

/** The usual day from here, each past day's departure from it, and what is beyond the usual for so long or so long. */
export function levelPaths(series: Quarters, usual: UsualDay, zone: string, now: TrendNow): LevelPath[] {
  const end = endOf(series)
  const expected = new Float64Array(AHEAD)
  let sum = 0
  for (let i = 0; i < AHEAD; i++) {
    sum += usualChange(usual, end + i, zone)
    expected[i] = sum
  }
  const departures = departuresOf(series, usual, zone)
  const lasts = SURVIVES.map((share) => (ALREADY + now.lasted) * (share ** (-1 / POWER) - 1))
  return departures.flatMap((departure) =>
    lasts.map((last) => ({
      weight: 1 / (departures.length * lasts.length),
      levels: expected.map(
        (change, i) => now.level + change + departure[i]! + now.beyond * Math.min(i + 1, last),
      ),
    })),
  )
}

/** How each of the last days went from this time on, less the usual. Days with holes are left out. */
function departuresOf(series: Quarters, usual: UsualDay, zone: string): Float64Array[] {
  const end = endOf(series)
  const found: Float64Array[] = []
  for (let day = 1; day <= DAYS; day++) {
    const from = end - day * A_DAY
    const start = levelAt(series, from - 1)
    if (start === null) continue
    const departure = new Float64Array(AHEAD)
    let [expected, held, missing] = [0, 0, 0]
    for (let i = 0; i < AHEAD; i++) {
      expected += usualChange(usual, from + i, zone)
      const level = levelAt(series, from + i)
      if (level === null) missing++
      else held = level - start - expected
      departure[i] = held
    }
    if (missing < AHEAD / 8) found.push(departure)
  }
  return found.length > 0 ? found : [new Float64Array(AHEAD)]
}

export interface Crossing {
  limit: LevelLimit
  probability: number
  /** Quarters ahead, in 8 of 10 of the ways that reach it. */
  after: { from: number; likely: number; to: number } | null
}

export const isBeyond = (level: number, { value, side }: LevelLimit): boolean =>
  side === 'above' ? level > value : level < value

/** Which share of the ways reaches a limit within so many quarters, and when. */
export function crossingOf(paths: readonly LevelPath[], limit: LevelLimit, within: number): Crossing {
  const reached = paths.flatMap(({ weight, levels }) => {
    const at = levels.findIndex((level) => isBeyond(level, limit))
    return at === -1 || at >= within ? [] : [{ weight, value: at + 0.5 }]
  })
  const after = (q: number) => weightedQuantile(reached, q)!
  return {
    limit,
    probability: reached.reduce((sum, { weight }) => sum + weight, 0),
    after: reached.length === 0 ? null : { from: after(0.1), likely: after(0.5), to: after(0.9) },
  }
}

/** Quantiles of the level at the end of a quarter ahead. */
export const levelsAhead = (
  paths: readonly LevelPath[],
  quarter: number,
  quantiles: readonly number[],
): number[] => {
  const values = paths.map(({ weight, levels }) => ({ weight, value: levels[quarter - 1]! }))
  return quantiles.map((q) => weightedQuantile(values, q)!)
}

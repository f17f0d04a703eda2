import { before, columnOf, type PlantSeries } from './plant-series.ts'

/** An actuator and the level that switches it. */
export interface Switching {
  state: string
  level: string
}

export interface LearntSwitching extends Switching {
  /** By state an hour ago and now: where the level was then and is now. */
  cases: ReadonlyMap<string, readonly Bounds[]>
}

interface Bounds {
  low: number
  high: number
  /** What a bound may be passed by before it is doubted. */
  lowMargin: number
  highMargin: number
}

/** Departure given to a bound that is passed by its whole margin. */
const AT_MARGIN = 5
/** A bound held by a rule is met again and again at the same level; one met by chance has gaps below it. */
const SPACING = 10
const GAP_WEIGHT = 3
const NARROWEST = 0.02
const FEW = 20

/** At which levels an actuator stays and switches, from a record in which its rule was obeyed. */
export function learnSwitching(series: PlantSeries, { state, level }: Switching): LearntSwitching {
  const levels = [columnOf(series, before(level)), columnOf(series, level)]
  const span = spanOf(levels[1]!)
  const byCase = Map.groupBy(hoursOf(series), (i) => caseAt(series, state, i))
  const cases = new Map(
    [...byCase].map(([name, hours]) => [
      name,
      levels.map((column) => {
        const sorted = Float64Array.from(hours, (i) => column[i]!)
          .filter((v) => !Number.isNaN(v))
          .sort()
        return bounds(sorted, span)
      }),
    ]),
  )
  return { state, level, cases }
}

/** By how much the rule is broken in each hour; a switching never seen while learning breaks it outright. */
export function brokenRules(series: PlantSeries, learnt: LearntSwitching): Float64Array {
  const levels = [columnOf(series, before(learnt.level)), columnOf(series, learnt.level)]
  const out = new Float64Array(levels[1]!.length)
  for (const i of hoursOf(series)) {
    const name = caseAt(series, learnt.state, i)
    if (name.includes('NaN')) continue
    const cases = learnt.cases.get(name)
    if (!cases) out[i] = 4 * AT_MARGIN
    else
      for (const [l, b] of cases.entries()) {
        const value = levels[l]![i]!
        const beyond = Math.max((b.low - value) / b.lowMargin, (value - b.high) / b.highMargin, 0)
        if (beyond > 0) out[i] = Math.max(out[i]!, AT_MARGIN * beyond)
      }
  }
  return out
}

function bounds(sorted: Float64Array, span: number): Bounds {
  const n = sorted.length
  const k = Math.min(SPACING, n - 1)
  const margin = (gap: number): number =>
    n < FEW ? span / 4 : NARROWEST * Math.max(1, span / 5) + GAP_WEIGHT * gap
  return {
    low: sorted[0]!,
    high: sorted[n - 1]!,
    lowMargin: margin(sorted[k]! - sorted[0]!),
    highMargin: margin(sorted[n - 1]! - sorted[n - 1 - k]!),
  }
}

const hoursOf = (series: PlantSeries): number[] => series.hourOfWeek.map((_, i) => i).slice(1)

const caseAt = (series: PlantSeries, state: string, i: number): string =>
  `${series.signals[state]![i - 1]}→${series.signals[state]![i]}`

function spanOf(column: Float64Array): number {
  let [low, high] = [Infinity, -Infinity]
  for (const v of column) if (!Number.isNaN(v)) [low, high] = [Math.min(low, v), Math.max(high, v)]
  return high - low
}

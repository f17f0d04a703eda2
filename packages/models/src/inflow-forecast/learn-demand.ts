import { type BoostedTrees, growTrees, type TreeOptions, treesAt } from '../common/boosted-trees.ts'
import { randomSequence } from '../common/random-sequence.ts'
import { FEATURES, type FeatureRows, featuresAt } from './demand-features.ts'
import type { DemandHistory } from './demand-history.ts'
import type { DailyWeather } from './demand-weather.ts'
import { fitLinear, type LinearDemand, linearAt } from './linear-demand.ts'

/** One of the series that learnt together, by its number there, with its past until now. */
export interface Known {
  series: number
  history: DemandHistory
  weather: DailyWeather | null
}

/** Expected values of the hours from a local hour on. It holds what was learnt, not what is known. */
export type Forecaster = (known: Known, at: number, leads: number) => Float32Array

/** Days that only fill what is usual. */
const WARM_DAYS = 56
const NEAR = 24
const AHEAD = 168
/** Rows that teach: of the first day's hours more than of the later ones, which are many and alike. */
const NEAR_SHARE = 0.6
const FAR_SHARE = 0.2
/** A row's say falls to a third in this many days. */
const MEMORY_DAYS = 400
/** Further off than this a meter has failed. */
const FAILED = 15

const TREES = { loss: 'squared', trees: 150, rate: 0.06, rowShare: 0.5, columnShare: 0.5, ridge: 20 } as const
const TOGETHER: Omit<TreeOptions, 'seed'> = { ...TREES, leaves: 40, leastRows: 100 }
const ALONE: Omit<TreeOptions, 'seed'> = { ...TREES, trees: 120, leaves: 12, leastRows: 40 }

/**
 * Learns from everything before `until` (a midnight, as in localHourIndex) how far the coming hours lie from the
 * usual, for forecasts that are made at an hour of the day: per series a line and trees, and trees of all
 * series together, of which the mean is taken. Null where there are too few rows.
 */
export function learnDemand(
  histories: readonly DemandHistory[],
  weather: DailyWeather | null,
  until: number,
  hour: number,
): Forecaster | null {
  const learnt = [false, true].map((far) =>
    learnPart(collect(histories, weather, until, hour, far), histories.length),
  )
  if (learnt.some((part) => part === null)) return null
  return ({ series, history, weather }, at, leads) => {
    const rows = featuresAt(history, weather, series, at - 24 * history.first, leads)
    return Float32Array.from({ length: leads }, (_, lead) =>
      answer(learnt[lead < NEAR ? 0 : 1]!, rows, series, lead),
    )
  }
}

interface Rows {
  x: Float32Array[]
  target: Float32Array
  weight: Float32Array
  series: Int32Array
}

interface Part {
  lines: LinearDemand[]
  own: BoostedTrees[]
  together: BoostedTrees[]
}

function answer(part: Part, rows: FeatureRows, series: number, lead: number): number {
  const row = rows.x.subarray(lead * FEATURES.length, (lead + 1) * FEATURES.length)
  const said = [
    linearAt(part.lines[series]!, rows.x, lead),
    treesAt(part.own[series]!, row),
    ...part.together.map((trees) => treesAt(trees, row)),
  ]
  return rows.usual[lead]! + (rows.scale * said.reduce((a, b) => a + b, 0)) / said.length
}

function learnPart(rows: Rows, series: number): Part | null {
  const all = Int32Array.from(rows.target.keys())
  const parts = Array.from({ length: series }, (_, s) => all.filter((r) => rows.series[r] === s))
  if (parts.some((index) => index.length < 500)) return null
  return {
    lines: parts.map((index) => fitLinear({ ...rows, index })),
    own: parts.map((index) => treesOf(rows, index, { ...ALONE, seed: 1 })),
    together: series > 1 ? [1, 2].map((seed) => treesOf(rows, all, { ...TOGETHER, seed })) : [],
  }
}

function treesOf(rows: Rows, index: Int32Array, options: TreeOptions): BoostedTrees {
  const some = (column: Float32Array) => {
    const out = new Float32Array(index.length)
    for (let i = 0; i < index.length; i++) out[i] = column[index[i]!]!
    return out
  }
  return growTrees(rows.x.map(some), some(rows.target), options, some(rows.weight))
}

function collect(
  histories: readonly DemandHistory[],
  weather: DailyWeather | null,
  until: number,
  hour: number,
  far: boolean,
): Rows {
  const random = randomSequence(far ? 2 : 1)
  const x = FEATURES.map((): number[] => [])
  const target: number[] = []
  const weight: number[] = []
  const from: number[] = []
  for (const [s, history] of histories.entries()) {
    // Places count from each series' own first day.
    const end = until - 24 * history.first
    for (let place = WARM_DAYS * 24 + hour; place < end; place += 24) {
      const leads = Math.min(far ? AHEAD : NEAR, end - place)
      const rows = featuresAt(history, weather, s, place, leads)
      if (!(rows.scale > 0)) continue
      for (let lead = far ? NEAR : 0; lead < leads; lead++) {
        if (random() > (far ? FAR_SHARE : NEAR_SHARE)) continue
        const off = (history.values[place + lead]! - rows.usual[lead]!) / rows.scale
        if (!(Math.abs(off) < FAILED)) continue
        for (const [f, column] of x.entries()) column.push(rows.x[lead * FEATURES.length + f]!)
        target.push(off)
        weight.push(Math.exp(-(end - place) / 24 / MEMORY_DAYS))
        from.push(s)
      }
    }
  }
  return {
    x: x.map((column) => Float32Array.from(column)),
    target: Float32Array.from(target),
    weight: Float32Array.from(weight),
    series: Int32Array.from(from),
  }
}

import { solve } from '../common/logistic.ts'
import { FEATURES, type Feature } from './demand-features.ts'

/** Features whose say is a line's; the others only choose between lines. */
const USED: readonly Feature[] = [
  'usual',
  'quick',
  'slow',
  'weekAgo',
  'twoWeeksAgo',
  'threeWeeksAgo',
  'lastHour',
  'last3Hours',
  'last6Hours',
  'lastDay',
  'last3Days',
  'lastWeek',
  'sameHour',
  'sameHour3Days',
  'sameHourWeek',
  'nearHours3Days',
  'night',
  'drift',
  'yearAgo',
  'warmerThanUsual',
  'warmerDayThanUsual',
  'rain',
  'rainWeek',
]
const columns = USED.map((name) => FEATURES.indexOf(name))
const SIZE = columns.length + 1
/** Leads that share their weights begin here: what has just been is worth less by the hour. */
const GROUPS = [0, 2, 4, 7, 12, 24, 48]
const RIDGE = 30
const ROUNDS = 3
/** Errors below this count as this when weighed. */
const LEAST_ERROR = 0.3
const FARTHEST = 8

/** Weights per group of leads. */
export type LinearDemand = readonly Float64Array[]

/** Regression for the least absolute error (iteratively reweighted, with a ridge), one per group of leads. */
export function fitLinear(rows: {
  x: readonly Float32Array[]
  target: Float32Array
  weight: Float32Array
  index: Int32Array
}): LinearDemand {
  const leads = rows.x[FEATURES.indexOf('lead')]!
  return GROUPS.map((from, g) => {
    const to = GROUPS[g + 1] ?? Infinity
    const own = rows.index.filter((r) => leads[r]! >= from && leads[r]! < to)
    const x = new Float64Array(own.length * SIZE)
    for (const [i, r] of own.entries()) {
      for (const [j, c] of columns.entries()) x[i * SIZE + j] = bounded(rows.x[c]![r]!)
      x[(i + 1) * SIZE - 1] = 1
    }
    let weights = new Float64Array(SIZE)
    for (let round = 0; round < ROUNDS; round++) {
      const say = Float64Array.from(own, (r, i) => {
        if (round === 0) return rows.weight[r]!
        return rows.weight[r]! / Math.max(LEAST_ERROR, Math.abs(rows.target[r]! - dot(weights, x, i * SIZE)))
      })
      weights = leastSquares(x, own, rows.target, say)
    }
    return weights
  })
}

export function linearAt(model: LinearDemand, x: Float32Array, row: number): number {
  const at = row * FEATURES.length
  const lead = x[at + FEATURES.indexOf('lead')]!
  const weights = model[GROUPS.findLastIndex((from) => lead >= from)]!
  let sum = weights[SIZE - 1]!
  for (const [j, c] of columns.entries()) sum += weights[j]! * bounded(x[at + c]!)
  return sum
}

const bounded = (value: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, value))

function dot(weights: Float64Array, x: Float64Array, at: number): number {
  let sum = 0
  for (let j = 0; j < SIZE; j++) sum += weights[j]! * x[at + j]!
  return sum
}

/** Normal equations; the constant carries almost no ridge. */
function leastSquares(x: Float64Array, index: Int32Array, target: Float32Array, say: Float64Array) {
  const a = Array.from({ length: SIZE }, () => new Array<number>(SIZE).fill(0))
  const b = new Array<number>(SIZE).fill(0)
  for (let r = 0; r < index.length; r++) {
    const at = r * SIZE
    for (let i = 0; i < SIZE; i++) {
      const part = say[r]! * x[at + i]!
      if (part === 0) continue
      b[i]! += part * target[index[r]!]!
      const row = a[i]!
      for (let j = 0; j <= i; j++) row[j]! += part * x[at + j]!
    }
  }
  for (let i = 0; i < SIZE; i++) {
    a[i]![i]! += i < SIZE - 1 ? RIDGE : 0.1
    for (let j = 0; j < i; j++) a[j]![i] = a[i]![j]!
  }
  return Float64Array.from(solve(a, b))
}

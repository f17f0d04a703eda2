import type { Matrix } from '../common/matrix.ts'
import { explained, type LeakEffect } from './leak-filter.ts'
import { locate, type Signatures, type Suspect } from './locate-leak.ts'

/** What was seen of a known leak; by the place that it was first told for. Plain JSON. */
export interface LeakLog {
  place: number
  /** Which of the zone's leaks, from 1: the least that was free when it was taken. */
  ordinal: number
  firstSeen: number
  suspects: Suspect[]
  /** m³/h and its standard deviation, by day. */
  flows: { day: number; flow: number; spread: number }[]
  /** Of each measure, what the leak did to it times its flow, and the flow's square, over all days. */
  effect: { sum: number[]; weight: number[] }
}

const KEPT_FLOWS = 30
/** Days after which more of them say no more: what is off then stays off. */
const TELLING_DAYS = 5
/** Variance of a measure that was never known. */
const UNKNOWN = 1e6

export interface LeakDay {
  day: number
  /** Of all measures, and which of them are known. */
  values: Float64Array
  known: readonly boolean[]
  noise: Matrix
}

/** The log with a day more. Where it is, is told by all its days together: one day alone says little. */
export function withLeakDay(
  before: LeakLog,
  leaks: readonly LeakEffect[],
  l: number,
  spread: number,
  { day, values, known, noise }: LeakDay,
  signatures: Signatures,
  near: number,
): LeakLog {
  const leak = leaks[l]!
  const others = leaks.filter((_, i) => i !== l)
  const sum = before.effect.sum.slice()
  const weight = before.effect.weight.slice()
  for (let i = 0; i < values.length; i++) {
    if (!known[i]) continue
    sum[i] = (sum[i] ?? 0) + leak.flow * (values[i]! - explained(others, i))
    weight[i] = (weight[i] ?? 0) + leak.flow ** 2
  }
  const share = (i: number) => Math.min(TELLING_DAYS, weight[i]! / leak.flow ** 2)
  const own = Float64Array.from(values, (_, i) => (weight[i]! > 0 ? (sum[i]! / weight[i]!) * leak.flow : 0))
  const error = noise.map((row, i) =>
    Float64Array.from(row, (v, j) => {
      if (weight[i]! > 0 && weight[j]! > 0) return v / Math.sqrt(share(i) * share(j))
      return i === j ? UNKNOWN : 0
    }),
  )
  return {
    ...before,
    suspects: locate(signatures, own, error, 0, near).suspects,
    flows: [...before.flows, { day, flow: leak.flow, spread }].slice(-KEPT_FLOWS),
    effect: { sum, weight },
  }
}

export const newLeakLog = (
  { place, ordinal, firstSeen }: Pick<LeakLog, 'place' | 'ordinal' | 'firstSeen'>,
  measures: number,
): LeakLog => ({
  place,
  ordinal,
  firstSeen,
  suspects: [],
  flows: [],
  effect: { sum: Array(measures).fill(0), weight: Array(measures).fill(0) },
})

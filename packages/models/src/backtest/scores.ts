import { clamp } from '../common/statistics.ts'
import { reliability } from '../reliability.ts'

export interface Answered {
  probability: number
  happened: boolean
}

export const brier = (answers: readonly Answered[]): number =>
  meanOf(answers.map((a) => (a.probability - (a.happened ? 1 : 0)) ** 2))

export const logLoss = (answers: readonly Answered[]): number =>
  meanOf(
    answers.map((a) => {
      const p = clamp(a.probability, 1e-6, 1 - 1e-6)
      return -Math.log(a.happened ? p : 1 - p)
    }),
  )

/** Chance that a happening is given more than a non-happening, ties half (Mann–Whitney). */
export function auc(answers: readonly Answered[]): number {
  const sorted = answers.toSorted((a, b) => a.probability - b.probability)
  const hits = sorted.filter((a) => a.happened).length
  const misses = sorted.length - hits
  let ranks = 0
  for (let i = 0; i < sorted.length; ) {
    let end = i
    while (end < sorted.length && sorted[end]!.probability === sorted[i]!.probability) end++
    const rank = (i + 1 + end) / 2
    for (let j = i; j < end; j++) if (sorted[j]!.happened) ranks += rank
    i = end
  }
  return (ranks - (hits * (hits + 1)) / 2) / (hits * misses)
}

/** Expected calibration error over ten equal bins of probability. */
export const calibrationError = (answers: readonly Answered[]): number =>
  reliability(answers).reduce(
    (sum, { said, was, count }) => sum + (count / answers.length) * Math.abs(said - was),
    0,
  )

/** Quantile loss: small when the truth lies above the quantile as often as the quantile says. */
export const pinball = (truth: number, predicted: number, quantile: number): number =>
  truth >= predicted ? quantile * (truth - predicted) : (1 - quantile) * (predicted - truth)

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length

import type { Evidence, FaultMode, Micros, Prediction, Sentence, Subject } from '@driftbild/core'
import type { SeriesInputs } from '../model.ts'
import { hashOf } from './hash.ts'
import { clamp } from './statistics.ts'

export interface Reason {
  /** Any positive scale; the prediction's weights sum to 1. */
  weight: number
  sentence: Sentence
  chart?: Evidence['chart']
}

export interface Finding {
  subject: Subject
  kind: FaultMode
  /** As a prediction's; absent for the first of its kind. */
  ordinal?: number
  probability: number
  when: Prediction['when']
  horizon: Micros
  size?: Prediction['size']
  candidates?: Prediction['candidates']
  reasons: readonly Reason[]
}

/** What a run was made of, so that it can be made again. */
export interface Run {
  model: Prediction['model']
  /** The state before the step. */
  state: unknown
  inputs: SeriesInputs
  asOf: Micros
}

/** Predictions from findings: evidence weights sum to 1 heaviest first, and the replay fields are filled. */
export function predictionsOf(run: Run, findings: readonly Finding[]): Prediction[] {
  if (findings.length === 0) return []
  const replay = replayOf(run)
  return findings.map((finding) => ({
    subject: finding.subject,
    kind: finding.kind,
    ...(finding.ordinal !== undefined && { ordinal: finding.ordinal }),
    asOf: run.asOf,
    probability: round(clamp(finding.probability, 0, 1), 4),
    when: {
      from: Math.round(finding.when.from),
      likely: Math.round(clamp(finding.when.likely, finding.when.from, finding.when.to)),
      to: Math.round(finding.when.to),
    },
    horizon: Math.round(finding.horizon),
    size: finding.size ?? null,
    candidates: finding.candidates ?? [],
    evidence: weigh(finding.reasons),
    model: run.model,
    replay,
  }))
}

/** What is needed to say it again. */
export const replayOf = ({ inputs, state }: Run): Prediction['replay'] => ({
  from: inputs.from,
  to: inputs.to,
  inputsHash: inputsHash(inputs),
  ...(inputs.told && { toldAt: inputs.told.at }),
  stateHash: hashOf(state),
  seed: 0,
})

/** Over all that a step is made of, so that what was told is missed like a reading. */
export const inputsHash = ({ series, told }: Pick<SeriesInputs, 'series' | 'told'>): string =>
  hashOf(told === undefined ? series : { series, told })

function weigh(reasons: readonly Reason[]): Evidence[] {
  const total = reasons.reduce((sum, r) => sum + r.weight, 0)
  return reasons
    .map((r) => ({
      weight: total > 0 ? r.weight / total : 1 / reasons.length,
      sentence: r.sentence,
      chart: r.chart ?? null,
    }))
    .toSorted((a, b) => b.weight - a.weight)
}

export const round = (value: number, decimals: number): number => {
  const factor = 10 ** decimals
  return Math.round(value * factor) / factor
}

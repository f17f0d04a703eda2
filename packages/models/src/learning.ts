import type { Micros } from '@driftbild/core'
import type { Model, Told } from './model.ts'

/**
 * How a model's weights are learnt from a municipality's own past. `learn` may take minutes; like a step it reads no clock,
 * draws no unseeded number and does no IO: the same pasts teach the same.
 */
export interface Learning<C = unknown, S = unknown, P = unknown, W = unknown> {
  /** What a subject's newest state gives to learn from, with what was told of it; null where it gives nothing. Plain JSON. */
  past(config: C, state: S, told: Told | undefined): P | null
  /** `onDone` is told 0…1 as the work goes on. */
  learn(pasts: readonly P[], onDone: (share: number) => void): Promise<Learnt<W> | Lacking>
  /** The model speaking by them. Its states are its own: they are no other weights' to go on from. */
  with(weights: W): Model<C, S>
}

/** How much more it takes before anything is learnt. */
export interface Lacking {
  lacking: { subjects: number; days: number }
}

export interface Learnt<W = unknown> {
  /** Plain JSON. */
  weights: W
  taught: Stretch
  heldOut: Stretch & Worth
}

/** Subjects and cases of theirs, from … to. */
export interface Stretch {
  subjects: number
  cases: number
  from: Micros
  to: Micros
}

/** What something learnt was worth on stretches of time that only earlier ones had taught. */
export interface Worth {
  scores: { measure: ScoreName; before: number; after: number }[]
  verdict: Verdict
}

/** In all of them less is better. */
export const scoreNames = ['brier', 'logLoss', 'calibrationError'] as const
export type ScoreName = (typeof scoreNames)[number]

/** Beside what spoke before, as far as chance lets one tell. */
export const verdicts = ['better', 'even', 'worse'] as const
export type Verdict = (typeof verdicts)[number]

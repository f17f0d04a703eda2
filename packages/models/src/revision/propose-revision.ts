import type { Micros } from '@driftbild/core'
import { brier, calibrationError, logLoss } from '../backtest/scores.ts'
import { type Calibration, calibrate, fitCalibration } from '../common/calibration.ts'
import { EMIT_PROBABILITY } from '../model.ts'

/** One prediction that was judged, and what the model had said. */
export interface JudgedAnswer {
  probability: number
  happened: boolean
  at: Micros
}

export interface RevisionScores {
  brier: number
  logLoss: number
  calibrationError: number
}

export interface ProposedRevision {
  table: Calibration
  /** What taught the table. */
  taught: { count: number; from: Micros; to: Micros }
  /** Scored on stretches that earlier ones alone had taught. */
  heldOut: { count: number; from: Micros; to: Micros; before: RevisionScores; after: RevisionScores }
}

/** Fewer outcomes teach nothing that the next month wouldn't take back. */
export const LEAST_OUTCOMES = 40
const STRETCHES = 4

/**
 * A table learnt from all that was judged, and what such a table would have been worth: each later stretch of time is
 * answered by a table that only the stretches before it taught. Null where too little was judged.
 */
export function proposeRevision(answers: readonly JudgedAnswer[]): ProposedRevision | null {
  if (answers.length < LEAST_OUTCOMES) return null
  const sorted = answers.toSorted((a, b) => a.at - b.at)
  const cut = (i: number) => Math.round((sorted.length * i) / STRETCHES)
  const heldOut: { before: JudgedAnswer; after: JudgedAnswer }[] = []
  for (let i = 1; i < STRETCHES; i++) {
    const table = learn(sorted.slice(0, cut(i)))
    for (const before of sorted.slice(cut(i), cut(i + 1))) {
      heldOut.push({ before, after: { ...before, probability: calibrate(table, before.probability) } })
    }
  }
  return {
    table: learn(sorted),
    taught: { count: sorted.length, from: sorted[0]!.at, to: sorted.at(-1)!.at },
    heldOut: {
      count: heldOut.length,
      from: heldOut[0]!.before.at,
      to: heldOut.at(-1)!.before.at,
      before: scoresOf(heldOut.map(({ before }) => before)),
      after: scoresOf(heldOut.map(({ after }) => after)),
    },
  }
}

const learn = (answers: readonly JudgedAnswer[]): Calibration =>
  fitCalibration(
    answers.map(({ probability, happened }) => ({ raw: probability, happened })),
    `${answers.length} outcomes`,
    EMIT_PROBABILITY,
  )

const scoresOf = (answers: readonly JudgedAnswer[]): RevisionScores => ({
  brier: brier(answers),
  logLoss: logLoss(answers),
  calibrationError: calibrationError(answers),
})

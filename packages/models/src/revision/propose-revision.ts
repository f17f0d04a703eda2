import type { Micros } from '@driftbild/core'
import { type Calibration, calibrate, fitCalibration } from '../common/calibration.ts'
import type { Worth } from '../learning.ts'
import { EMIT_PROBABILITY } from '../model.ts'
import { type TwiceAnswered, worthOf } from './worth.ts'

/** One prediction that was judged, and what the model had said. */
export interface JudgedAnswer {
  probability: number
  happened: boolean
  at: Micros
  /** Of what it spoke. */
  about: string
}

export interface ProposedRevision {
  table: Calibration
  /** What taught the table. */
  taught: { count: number; from: Micros; to: Micros }
  /** Scored on stretches that earlier ones alone had taught. */
  heldOut: { count: number; from: Micros; to: Micros } & Worth
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
  const heldOut: TwiceAnswered[] = []
  for (let i = 1; i < STRETCHES; i++) {
    const table = learn(sorted.slice(0, cut(i)))
    for (const { probability, ...one } of sorted.slice(cut(i), cut(i + 1)))
      heldOut.push({ ...one, before: probability, after: calibrate(table, probability) })
  }
  return {
    table: learn(sorted),
    taught: { count: sorted.length, from: sorted[0]!.at, to: sorted.at(-1)!.at },
    heldOut: { count: heldOut.length, from: heldOut[0]!.at, to: heldOut.at(-1)!.at, ...worthOf(heldOut) },
  }
}

const learn = (answers: readonly JudgedAnswer[]): Calibration =>
  fitCalibration(
    answers.map(({ probability, happened }) => ({ raw: probability, happened })),
    `${answers.length} outcomes`,
    EMIT_PROBABILITY,
  )

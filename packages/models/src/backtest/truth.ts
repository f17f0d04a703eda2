import type { FaultMode, Micros, Subject } from '@driftbild/core'

/** Something that really was wrong. */
export interface TruthEvent {
  subject: Subject
  kind: FaultMode
  from: Micros
  /** null: still wrong at the end. */
  to: Micros | null
  /** How much, in the unit of the model's `size`. */
  size?: number
  /** Where, when the subject is wider. */
  asset?: string
  /** What brought it about, in the words of `failure-points-to`. */
  cause?: string
}

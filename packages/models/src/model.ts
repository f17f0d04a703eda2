import type {
  FaultMode,
  Forecast,
  Micros,
  Occasion,
  Prediction,
  Register,
  Rollup,
  RollupStep,
  Subject,
} from '@driftbild/core'
import type { Learning } from './learning.ts'

/** What a model is fed for one step: every bucket that lies wholly within `from` (inclusive) … `to`. */
export interface SeriesInputs {
  from: Micros
  to: Micros
  /** By the names of the subject's `signals`; in bucket order. A name without roll-ups may be absent. */
  series: Record<string, readonly Rollup[]>
  /** The subject as it is drawn, for a model that asks for it. */
  drawn?: Drawn
  /** What was prepared for that drawing; absent until it is. */
  prepared?: unknown
  /** What the subject asks for beside readings; absent where it asks for nothing. */
  told?: Told
}

/** What people and others had told by a step: nothing that came after it, whenever the step is taken. */
export interface Told {
  /** Up to when. */
  at: Micros
  /** Of the asset that was asked for, in the order of their beginnings. */
  occasions?: readonly ToldOccasion[]
  /** Input name → what somebody else had forecast of a signal, where there is something. */
  forecasts?: Readonly<Record<string, Forecast>>
}

export type ToldOccasion = Pick<Occasion, 'kind' | 'name' | 'from' | 'to' | 'expected'>

/** What the register says of a subject, too large to be carried in a state. */
export interface Drawn {
  /** Of the value. */
  hash: string
  value: unknown
}

/** One thing that a model watches, and what it must read for it. */
export interface ModelSubject {
  subject: Subject
  /** Tag of the zone that the subject lies in. */
  zone: string | null
  /** Input name → signal key. */
  signals: Record<string, string>
  /**
   * Everything this subject's predictions may be about, the subject itself included. A step's answer replaces
   * all that the model said before about these.
   */
  covers: readonly Subject[]
  /** Handed to `init`; plain JSON. */
  config: unknown
  /** Handed to every step; worked out when it is first asked for. Plain JSON. */
  drawn?: () => Drawn | null
  /** What each step is to be told beside readings. */
  asks?: Asks
}

export interface Asks {
  /** Tag of the asset whose occasions are asked for. */
  occasions?: string
  /** Input name → key of the signal whose forecast by others is asked for. */
  forecasts?: Readonly<Record<string, string>>
}

export interface StepResult<S> {
  state: S
  forecasts: Forecast[]
  predictions: Prediction[]
}

/**
 * A model is a start and a pure step. Live running, backtest, bench and replay drive the same step; the state
 * is plain JSON, so that it can be stored, hashed and taken up again anywhere. Neither function reads a
 * clock, draws an unseeded number, does IO or changes its arguments.
 */
export interface Model<C = unknown, S = unknown> {
  name: string
  version: string
  kind: FaultMode
  /** Models of one task compete: of those that beat their baseline the best score is active. */
  task: string
  resolution: RollupStep
  /** It goes on without readings of its own when others have come: silence is news to it. */
  stepsInSilence?: boolean
  /** The next instant after `after` at which to step, in the municipality's IANA zone. A bucket's edge. */
  boundary(after: Micros, zone: string): Micros
  subjects(register: Register): ModelSubject[]
  init(config: C): S
  step(state: S, inputs: SeriesInputs, asOf: Micros): StepResult<S>
  /**
   * Work that needs a drawing and no readings, and is too heavy for a step: done once for each drawing, handed to
   * every step after it. Null where there is nothing to do for it. Plain JSON.
   */
  prepare?(drawn: unknown): Promise<unknown>
  /** For one whose weights a municipality's own past can teach. */
  learning?: Learning
}

/** Below this a prediction is not worth a person's attention: the step says nothing. */
export const EMIT_PROBABILITY = 0.2

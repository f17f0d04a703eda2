import { FaultMode, Service, Subject, Unit } from '@driftbild/core'
import { scoreNames, verdicts } from '@driftbild/models'
import { z } from 'zod'
import { Time } from './common.ts'
import { Reliability } from './overview.ts'

const OrderRef = z.object({ id: z.uuid(), number: z.int() })

export const caseEnds = ['right', 'wrong', 'withdrawn', 'standing'] as const

/** What a signal did that a prediction was about, until its horizon; values are in the signal's unit. */
export const WhatCame = z.object({
  signal: z.string(),
  unit: Unit,
  limit: z.object({ value: z.number(), side: z.enum(['above', 'below']) }),
  /** The hour in which the limit was first passed. */
  passed: Time.nullable(),
  /** How near it came, or how far beyond. */
  extreme: z.number(),
  /** When a container was emptied, after which nothing of it counts. */
  emptied: Time.nullable(),
})
export type WhatCame = z.infer<typeof WhatCame>

/** A prediction of before, and how it ended. */
export const PastCase = z.object({
  id: z.uuid(),
  subject: Subject,
  subjectName: z.string(),
  asOf: Time,
  probability: z.number(),
  likeness: z.enum(['same-place', 'same-zone', 'same-class', 'same-kind']),
  end: z.enum(caseEnds),
  /** What whoever judged it said, and the order whose outcome it was. */
  reason: z.string().nullable(),
  order: OrderRef.nullable(),
  came: WhatCame.nullable(),
})
export type PastCase = z.infer<typeof PastCase>

/** How a prediction came to be what it is, and what became of others like it. */
export const PredictionPast = z.object({
  /** How likely it was at each run that was kept, oldest first. */
  course: z.array(z.object({ at: Time, probability: z.number() })),
  similar: z.array(PastCase),
  /** Of all that the model said of this kind here. */
  judged: z.int(),
  right: z.int(),
})
export type PredictionPast = z.infer<typeof PredictionPast>

const Hindered = z.object({
  possible: z.literal(false),
  why: z.enum(['no-model', 'other-version', 'no-subject', 'no-revision', 'no-state']),
})

/** A prediction's step, taken once more. */
export const ReplayView = z.discriminatedUnion('possible', [
  Hindered,
  z.object({
    possible: z.literal(true),
    /** Word for word the same answer. */
    same: z.boolean(),
    /** The readings are still those that it was made of. */
    sameInputs: z.boolean(),
    /** What it answers now; null where it says nothing. */
    probability: z.number().nullable(),
    /** What it read, from … to, and the hash over it. */
    from: Time,
    to: Time,
    inputsHash: z.string(),
    stateHash: z.string(),
  }),
])
export type ReplayView = z.infer<typeof ReplayView>

/** What the model would say some days later, were they like this or like that. */
export const WhatIfView = z.discriminatedUnion('possible', [
  Hindered,
  z.object({
    possible: z.literal(true),
    ahead: z.array(
      z.object({
        code: z.enum(['as-lately', 'as-before', 'unchanged', 'emptied']),
        days: z.int(),
        /** Null where it would say nothing. */
        probability: z.number().nullable(),
      }),
    ),
  }),
])
export type WhatIfView = z.infer<typeof WhatIfView>

const Tally = z.object({ said: z.int(), judged: z.int(), right: z.int(), missed: z.int() })

const Stretch = z.object({
  /** Of how many things; null where it isn't counted. */
  subjects: z.int().nullable(),
  cases: z.int(),
  from: Time,
  to: Time,
})

export const RevisionView = z.object({
  id: z.uuid(),
  madeAt: Time,
  version: z.string(),
  /** Learnt of outcomes: how sure it should be. Or of what is remembered: all that it weighs by. */
  of: z.enum(['outcomes', 'past']),
  /** Speaks here now. */
  chosen: z.boolean(),
  /** Learnt of the version that runs, and still kept; another one can't be chosen. */
  fits: z.boolean(),
  taught: Stretch,
  heldOut: Stretch.extend({
    scores: z.array(z.object({ measure: z.enum(scoreNames), before: z.number(), after: z.number() })),
    /** As far as chance lets one tell; null for one of before that was asked. */
    verdict: z.enum(verdicts).nullable(),
  }),
  /** Of what is kept for it. */
  bytes: z.int().nullable(),
})
export type RevisionView = z.infer<typeof RevisionView>

/** How a model does here: what it said, what became of it, and what was learnt of that. */
export const ModelRecordView = z.object({
  subjects: z.int(),
  from: Time.nullable(),
  all: Tally,
  byOrder: z.int(),
  standing: z.int(),
  unjudged: z.int(),
  foretold: z.int(),
  late: z.int(),
  falseAlarmsPerYear: z.number().nullable(),
  brier: z.number().nullable(),
  reliability: Reliability,
  months: z.array(z.object({ name: z.string(), tally: Tally })),
  places: z.array(z.object({ name: z.string().nullable(), tally: Tally })),
  kinds: z.array(z.object({ name: FaultMode, tally: Tally })),
  missed: z.array(
    z.object({
      fault: z.uuid(),
      subjectName: z.string(),
      service: Service,
      mode: FaultMode,
      from: Time,
      order: OrderRef,
    }),
  ),
  /** Judged predictions of the voice that speaks now, and how many it takes to learn from. */
  learnable: z.object({ judged: z.int(), least: z.int() }),
  /** How far learning of what is remembered has come; null for a model that doesn't. */
  learning: z
    .object({
      state: z.enum(['waiting', 'running', 'done', 'failed']).nullable(),
      /** What was lacking when it was last tried. */
      lacking: z.object({ subjects: z.int(), days: z.int() }).nullable(),
    })
    .nullable(),
  revisions: z.array(RevisionView),
  /** What people decided about the model, the newest first. */
  history: z.array(z.object({ at: Time, by: z.string(), what: z.string(), reason: z.string() })),
})
export type ModelRecordView = z.infer<typeof ModelRecordView>

export const RevisionChoiceBody = z.object({
  /** Null takes the model back to how it came. */
  revision: z.uuid().nullable(),
  reason: z.string().trim().min(1).max(400),
})

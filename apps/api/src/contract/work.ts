import {
  AlarmRule,
  Evidence,
  FaultEvidence,
  FaultMode,
  Forecast,
  OrderField,
  OrderKind,
  orderFields,
  Prediction,
  Priority,
  Service,
  Subject,
  Unit,
} from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

export const AlarmView = z.object({
  id: z.uuid(),
  rule: AlarmRule,
  asset: z.string(),
  assetName: z.string(),
  service: Service,
  priority: Priority,
  mode: FaultMode,
  raisedAt: Time,
  clearedAt: Time.nullable(),
  acknowledged: z.boolean(),
  shelvedUntil: Time.nullable(),
  value: z.number().nullable(),
  /** Of the value and of the rule's limit: the signal's. */
  unit: Unit.optional(),
  fault: z.uuid().nullable(),
  /** Calls nobody, for a known reason. */
  suppressed: z
    .object({ kind: z.enum(['out-of-service', 'by-design']), reason: z.string(), until: Time.nullable() })
    .nullable(),
})
export type AlarmView = z.infer<typeof AlarmView>

export const AlarmActionBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('acknowledge') }),
  z.object({ type: z.literal('shelve'), until: Time, reason: z.string().min(1) }),
  z.object({ type: z.literal('unshelve') }),
  /** Out of the group that it was put in, and back into it. */
  z.object({ type: z.literal('set-apart') }),
  z.object({ type: z.literal('let-in') }),
])

export const PredictionView = z.object({
  id: z.uuid(),
  ...Prediction.shape,
  evidence: z.array(Evidence),
  subjectName: z.string(),
  service: Service,
  /** Standing until the model takes it back or a person closes it. */
  standing: z.boolean(),
  fault: z.uuid().nullable(),
  judgement: z.object({ agree: z.boolean(), reason: z.string(), by: z.string(), at: Time }).nullable(),
})
export type PredictionView = z.infer<typeof PredictionView>

export const JudgementBody = z.object({ agree: z.boolean(), reason: z.string().min(1).max(2000) })

export const FaultView = z.object({
  id: z.uuid(),
  subject: Subject,
  subjectName: z.string(),
  service: Service,
  mode: FaultMode,
  from: Time,
  to: Time.nullable(),
  evidence: z.array(FaultEvidence),
  order: z.uuid().nullable(),
})
export type FaultView = z.infer<typeof FaultView>

/** The other fault turns out to be this one. */
export const MergeFaultBody = z.object({ other: z.uuid() })

/** These pieces of evidence turn out to speak for a fault of their own. */
export const SplitFaultBody = z.object({ evidence: z.array(z.uuid()).min(1) })

export const WorkOrderView = z.object({
  id: z.uuid(),
  number: z.int(),
  /** Null for an inspection, and for nothing else. */
  fault: z.uuid().nullable(),
  subject: Subject,
  subjectName: z.string(),
  service: Service,
  kind: OrderKind,
  /** The fault's. */
  mode: FaultMode.nullable(),
  createdAt: Time,
  revision: z.int(),
  ...orderFields,
  position: z.tuple([z.number(), z.number()]).nullable(),
  conflicts: z.array(
    z.object({
      command: z.string(),
      field: OrderField,
      kept: z.unknown(),
      refused: z.unknown(),
      by: z.string(),
      at: z.int(),
      reason: z.enum(['newer-value', 'not-from-here']),
    }),
  ),
  history: z.array(z.object({ at: Time, by: z.string(), field: OrderField, value: z.unknown() })),
})
export type WorkOrderView = z.infer<typeof WorkOrderView>

/** Commands of one phone or page, oldest first; the answer holds the merged order and what conflicted. */
export const CommandsBody = z.object({
  commands: z.array(
    z.object({
      id: z.uuid(),
      baseRevision: z.int(),
      field: OrderField,
      value: z.unknown(),
      /** Microseconds by the sender's clock. */
      at: z.int(),
    }),
  ),
})

export const NewOrderBody = z.object({ fault: z.uuid(), title: z.string().min(1).max(200).optional() })

export const ForecastView = Forecast

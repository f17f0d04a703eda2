import { z } from 'zod'
import { Grade } from './assessment.ts'
import type { Subject } from './fault-mode.ts'
import { FoundLeak } from './leak.ts'
import { OrderPart } from './order-part.ts'
import { Micros } from './time.ts'

export const orderKinds = [
  'corrective',
  'preventive',
  'condition-based',
  'predictive',
  'inspection',
  'adjustment',
] as const
export const OrderKind = z.enum(orderKinds)
export type OrderKind = z.infer<typeof OrderKind>

export const orderStates = [
  'draft',
  'approved',
  'assigned',
  'in-progress',
  'done',
  'not-found',
  'cancelled',
] as const
export const OrderState = z.enum(orderStates)
export type OrderState = z.infer<typeof OrderState>

/** Where an order may go from where it is. */
export const nextStates: Record<OrderState, readonly OrderState[]> = {
  draft: ['approved', 'cancelled'],
  approved: ['assigned', 'cancelled', 'draft'],
  assigned: ['in-progress', 'done', 'not-found', 'approved', 'cancelled'],
  'in-progress': ['done', 'not-found', 'assigned'],
  done: ['in-progress'],
  'not-found': ['in-progress'],
  cancelled: ['draft'],
}

export const isOpen = (state: OrderState): boolean =>
  state !== 'done' && state !== 'not-found' && state !== 'cancelled'

/** What the crew found; it goes back to the model. */
export const Outcome = z.object({
  found: z.boolean(),
  cause: z.string().min(1),
  action: z.string(),
  /** Where it really was, by asset tag. */
  asset: z.string().nullable(),
  /** Working time of the crew. */
  minutes: z.int().min(0).max(10_000).optional(),
  /** What was used up or put in, as text, one a line: from before an order had `parts`. */
  parts: z.string().max(2_000).optional(),
  /** Of a leak, what can be said of it. */
  leak: FoundLeak.optional(),
  /** Of an inspection: how good the asset is, 1 very good to 5 very poor. */
  grade: Grade.optional(),
  /** Of the check list, what was done. */
  checks: z.array(z.string().min(1)).max(50).optional(),
})
export type Outcome = z.infer<typeof Outcome>

/** The fields that commands change, one schema each. */
export const orderFields = {
  state: OrderState,
  title: z.string().min(1).max(200),
  note: z.string().max(10_000),
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
  assignee: z.string().nullable(),
  plannedFor: Micros.nullable(),
  parts: z.array(OrderPart).max(100),
  outcome: Outcome.nullable(),
} as const
export type OrderField = keyof typeof orderFields
export const OrderField = z.enum(Object.keys(orderFields) as [OrderField, ...OrderField[]])

const OrderValues = z.object(orderFields)
export type OrderValues = z.infer<typeof OrderValues>

/** One wish to change one field, made at a revision that the sender knew. The id makes it idempotent. */
export const OrderCommand = z
  .object({
    id: z.uuid(),
    baseRevision: z.int().nonnegative(),
    field: OrderField,
    value: z.unknown(),
    at: Micros,
  })
  .superRefine((command, ctx) => {
    const parsed = orderFields[command.field].safeParse(command.value)
    for (const issue of parsed.error?.issues ?? []) {
      ctx.addIssue({ code: 'custom', path: ['value', ...issue.path], message: issue.message })
    }
  })
export type OrderCommand = z.infer<typeof OrderCommand>

/** Two people set one field without knowing of each other: both values are kept until a person settles it. */
export interface OrderConflict {
  command: string
  field: OrderField
  kept: unknown
  refused: unknown
  by: string
  at: Micros
  reason: 'newer-value' | 'not-from-here'
}

export interface WorkOrder extends OrderValues {
  id: string
  number: number
  /** Null for what no fault asks for: an inspection, an adjustment, and what is changed before it fails. */
  fault: string | null
  subject: Subject
  kind: OrderKind
  createdAt: Micros
  revision: number
  /** Per field the revision and time of its last change. */
  changed: Partial<Record<OrderField, { revision: number; at: Micros }>>
  conflicts: OrderConflict[]
}

/**
 * The order after a command of a person. A field that nobody changed since the sender's revision takes the
 * value. One that somebody did takes it too if the sender's clock says later, else the command becomes a
 * conflict that keeps both. A state that can't be reached from the present one is always a conflict. The
 * caller drops a command whose id it has already seen.
 */
export function applyCommand(order: WorkOrder, command: OrderCommand, by: string): WorkOrder {
  const { field, value, at } = command
  const last = order.changed[field]
  const conflict = (reason: OrderConflict['reason'], kept: unknown, refused: unknown): OrderConflict => ({
    command: command.id,
    field,
    kept,
    refused,
    by,
    at,
    reason,
  })
  if (sameValue(order[field], value)) return order
  if (field === 'state' && !nextStates[order.state].includes(value as OrderState)) {
    return { ...order, conflicts: [...order.conflicts, conflict('not-from-here', order.state, value)] }
  }
  const unseen = last !== undefined && last.revision > command.baseRevision
  if (unseen && at <= last.at) {
    return { ...order, conflicts: [...order.conflicts, conflict('newer-value', order[field], value)] }
  }
  const revision = order.revision + 1
  return {
    ...order,
    [field]: value,
    revision,
    changed: { ...order.changed, [field]: { revision, at } },
    conflicts: unseen ? [...order.conflicts, conflict('newer-value', value, order[field])] : order.conflicts,
  }
}

/** What must hold before an order may take a state; the code names what is lacking. */
export function missingFor(
  order: Pick<WorkOrder, 'kind' | 'assignee' | 'outcome'>,
  state: OrderState,
): 'assignee' | 'outcome' | 'grade' | null {
  if ((state === 'assigned' || state === 'in-progress') && !order.assignee) return 'assignee'
  if ((state === 'done' || state === 'not-found') && !order.outcome) return 'outcome'
  if (state === 'done' && order.kind === 'inspection' && order.outcome?.grade === undefined) return 'grade'
  return null
}

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

import type { Micros } from './time.ts'
import { applyCommand, type OrderCommand, type WorkOrder } from './work-order.ts'

/** A person's command as it is kept. */
export type OrderEvent = Pick<OrderCommand, 'field' | 'value' | 'at' | 'baseRevision'> & { by: string }

/**
 * An order as it stood at a past moment, by the clocks of those who worked on it; null before it was made. `events` are all
 * that were taken in, in that order. What it was called and noted when it was made isn't kept where that was changed later:
 * until then it has today's words.
 */
export function orderThen(order: WorkOrder, events: readonly OrderEvent[], then: Micros): WorkOrder | null {
  if (order.createdAt > then) return null
  const born: WorkOrder = {
    ...order,
    ...{ state: 'draft', assignee: null, plannedFor: null, parts: [], outcome: null },
    ...{ revision: 0, changed: {}, conflicts: [] },
  }
  return events
    .filter(({ at }) => at <= then)
    .reduce((known, { by, ...event }) => applyCommand(known, { ...event, id: order.id }, by), born)
}

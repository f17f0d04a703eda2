import type { Priority } from './alarm.ts'
import type { Micros } from './time.ts'
import type { OrderValues } from './work-order.ts'

/** Something that may need a person, with what decides how soon. */
export type Need =
  | { kind: 'alarm'; priority: Priority; since: Micros }
  /** An open order whose planned time has passed. */
  | { kind: 'order'; priority: OrderValues['priority']; since: Micros }
  /** Devices that should report and don't: what happens there nobody sees. */
  | { kind: 'silence'; since: Micros }
  /** With its place among those that expect the same, the likeliest being 0. */
  | { kind: 'prediction'; probability: number; place: number; since: Micros }

/**
 * What needs a person first. Alarms by their priority, with promises that are broken among them; then what nobody can
 * see; advice comes last, however likely: nothing has happened yet. Of advice each kind's likeliest comes before anybody's
 * second, so that a leak is not lost among fifty containers.
 */
export function inOrderOfNeed<T extends { need: Need }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => turn(a.need) - turn(b.need) || within(a.need, b.need))
}

function turn(need: Need): number {
  switch (need.kind) {
    case 'alarm':
      return { critical: 0, high: 1, low: 3 }[need.priority]
    case 'order':
      return need.priority === 'urgent' || need.priority === 'high' ? 2 : 4
    case 'silence':
      return 5
    case 'prediction':
      return 6
  }
}

/** Of predictions that stand equal among their kind the likeliest, of alarms the newest; what has waited longest of all else. */
function within(a: Need, b: Need): number {
  if (a.kind === 'prediction' && b.kind === 'prediction') {
    return a.place - b.place || b.probability - a.probability
  }
  return a.kind === 'alarm' ? b.since - a.since : a.since - b.since
}

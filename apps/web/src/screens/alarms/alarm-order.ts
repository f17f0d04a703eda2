import { priorities } from '@driftbild/core'
import type { AlarmView } from '../../data/alarms.ts'
import { callsForPerson } from '../../frame/calls.ts'

type Ordered = Pick<
  AlarmView,
  'clearedAt' | 'acknowledged' | 'shelvedUntil' | 'suppressed' | 'priority' | 'raisedAt'
>

/** What waits for somebody first, then what is still true, then the rest; within each the worst and newest. */
export function inOrder<T extends Ordered>(alarms: readonly T[], nowMs: number): T[] {
  const turn = (alarm: T) => (callsForPerson(alarm, nowMs) ? 0 : alarm.clearedAt === null ? 1 : 2)
  return alarms.toSorted(
    (a, b) =>
      turn(a) - turn(b) ||
      priorities.indexOf(b.priority) - priorities.indexOf(a.priority) ||
      Date.parse(b.raisedAt) - Date.parse(a.raisedAt),
  )
}

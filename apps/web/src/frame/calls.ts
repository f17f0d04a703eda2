import type { AlarmView } from '../data/alarms.ts'

/** Still true, not yet seen and not put aside: the same rule as core's `needsPerson`, over the view. */
export const callsForPerson = (
  alarm: Pick<AlarmView, 'clearedAt' | 'acknowledged' | 'shelvedUntil'>,
  nowMs: number,
): boolean =>
  alarm.clearedAt === null &&
  !alarm.acknowledged &&
  (alarm.shelvedUntil === null || Date.parse(alarm.shelvedUntil) <= nowMs)

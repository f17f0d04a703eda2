import type { AlarmView } from '../data/alarms.ts'

/** Still true, not yet seen, not put aside nor suppressed: the same rule as core's `needsPerson`, over the view. */
export const callsForPerson = (
  alarm: Pick<AlarmView, 'clearedAt' | 'acknowledged' | 'shelvedUntil' | 'suppressed'>,
  nowMs: number,
): boolean =>
  alarm.clearedAt === null &&
  alarm.suppressed === null &&
  !alarm.acknowledged &&
  (alarm.shelvedUntil === null || Date.parse(alarm.shelvedUntil) <= nowMs)

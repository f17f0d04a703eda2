import { DAY, HOUR, type Micros, startOfLocalDay, type WorkOrder } from '@driftbild/core'

/** A crew has it and has not ended it; planned for a later day it is not today's. */
export function isForToday(
  { state, plannedFor }: Pick<WorkOrder, 'state' | 'plannedFor'>,
  at: Micros,
  zone: string,
): boolean {
  if (state !== 'assigned' && state !== 'in-progress') return false
  // A day and a half after its beginning every day is over, whichever way the clocks were changed.
  const tomorrow = startOfLocalDay(startOfLocalDay(at, zone) + DAY + 12 * HOUR, zone)
  return plannedFor === null || plannedFor < tomorrow
}

import type { Municipality } from './municipality.ts'
import { DAY, type Micros } from './time.ts'

/**
 * How far a source time may lie after its reading's arrival. Clocks in the wrong zone are hours off and heard all
 * the same; what is further ahead is no time at all. A simulation that runs faster than the clock is a year off
 * before long.
 */
export const mostAhead = ({ simulated }: Pick<Municipality, 'simulated'>): number =>
  (simulated ? 366 : 1) * DAY

/**
 * From when a reading counts in the present: a device whose clock is ahead says nothing of what is yet to come, and
 * must not outlast what is reported after it. A simulation lives in its own time.
 */
export const countsAt = (
  sourceTime: Micros,
  arrived: Micros,
  { simulated }: Pick<Municipality, 'simulated'>,
): Micros => (simulated ? sourceTime : Math.min(sourceTime, arrived))

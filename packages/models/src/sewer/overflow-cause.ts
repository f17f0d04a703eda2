import type { OverflowCause, OverflowDetected } from '@driftbild/core'

/** mm within hours that a sewer feels. */
const RAINED = 4
/** Share of the time below which a pump didn't run, and above which it ran throughout. */
const IDLE = 0.1
const THROUGHOUT = 0.8

/**
 * The likeliest cause that the readings know of. Pumps that stand while it overflows come first: rain alone stops none.
 * A person decides.
 */
export function causeOf({ rain, ran }: OverflowDetected['facts']): OverflowCause {
  const idle = ran.filter(({ share }) => share < IDLE)
  if (ran.length > 0 && idle.length === ran.length) return 'power'
  if (idle.length > 0) return 'pump-failure'
  if (rain !== null && rain >= RAINED) return 'rain'
  if (ran.length > 0 && ran.every(({ share }) => share > THROUGHOUT)) return 'blockage'
  return 'unknown'
}

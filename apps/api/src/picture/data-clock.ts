import { MINUTE, type Micros, type Municipality } from '@driftbild/core'

/** The newest source time of a municipality and when it arrived. */
export interface NewestReading {
  source: Micros
  arrived: Micros
}

const LIVE_WITHIN = 15 * MINUTE

/**
 * The present, seen from the data. Where devices report live it is the clock's. A recording's clock is its newest
 * reading: it stands still when the recording is over, and looks the same to whoever comes later. Any other source
 * that is not live lives in its own time, which goes on from its newest reading as long as we have been waiting for
 * the next; so a source that stops becomes stale in its own time too.
 */
export function dataNow(
  { municipality, newest }: { municipality: Municipality; newest: NewestReading | null },
  now: Micros,
): Micros {
  if (newest && municipality.recording !== null) return newest.source
  if (!newest || Math.abs(newest.arrived - newest.source) <= LIVE_WITHIN) return now
  return newest.source + (now - newest.arrived)
}

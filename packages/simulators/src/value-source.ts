import type { Micros } from '@driftbild/core'

/** One value as a device would report it, at the instant it was observed. `value` is null where it has none. */
export interface Sample {
  key: string
  time: Micros
  value: number | null
  status: number
}

/** Gives what has been observed up to `now`, in time order, each sample once. */
export interface ValueSource {
  samplesUntil(now: Micros): Iterable<Sample>
}

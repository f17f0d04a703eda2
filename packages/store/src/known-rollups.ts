import {
  DAY,
  type Kommunkod,
  type Micros,
  type Reading,
  type Rollup,
  type RollupStep,
  rollUp,
  rollupSteps,
} from '@driftbild/core'
import type { Database } from './database.ts'
import { readingsBetween } from './readings.ts'

export interface KnownStretch {
  step: RollupStep
  /** Beginnings of buckets. */
  from: Micros
  to: Micros
  knownAt: Micros
}

/**
 * Every bucket in [from, to) of each signal as it would have been computed at an instant, from what had arrived at
 * the centre by then: what a prediction could have known. Read a day at a time, so that nobody waits long.
 */
export async function rollupsKnownAt(
  db: Database,
  municipality: Kommunkod,
  keys: readonly string[],
  { step, from, to, knownAt }: KnownStretch,
): Promise<Record<string, Rollup[]>> {
  const series: Record<string, Rollup[]> = {}
  for (const key of keys) {
    const readings: Reading[] = []
    // The bucket before carries its last value into the first one.
    for (let at = from - rollupSteps[step]; at < to; at += DAY) {
      const stretch = { from: at, to: Math.min(to, at + DAY), knownAt }
      const page = await db.transaction({ municipality, role: 'reader' }, (tx) =>
        readingsBetween(tx, key, stretch),
      )
      for (const reading of page) readings.push(reading)
    }
    series[key] = rollUp(readings, step).filter(({ bucket }) => bucket >= from)
  }
  return series
}

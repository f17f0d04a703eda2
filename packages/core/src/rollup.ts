import { HOUR, MINUTE, type Micros } from './time.ts'

/** The roll-ups that are stored; day and month are derived from the hour in local time. */
export const rollupSteps = { '5m': 5 * MINUTE, '1h': HOUR } as const
export type RollupStep = keyof typeof rollupSteps

/** One signal's bucket. Arithmetic over good readings only; null where there was none. */
export interface Rollup {
  bucket: Micros
  average: number | null
  minimum: number | null
  maximum: number | null
  last: number | null
  /** Each value weighted by how long it stood. */
  timeWeighted: number | null
  good: number
  uncertain: number
  bad: number
}

/** A bucket with what is needed to join it with its neighbours as if they had been one. */
export interface StoredRollup extends Rollup {
  /** Microseconds in which a good value stood: the weight of `timeWeighted`. */
  covered: number
  /** Source times of its first and last reading of any quality. */
  firstTime: Micros
  lastTime: Micros
  /** Readings that its signal owed between these two. */
  missing: number
  /** Of a counter with a good reading: its first one, and what was counted from there to the last. */
  counted: { first: number; increase: number; resets: number } | null
}

export const bucketOf = (at: Micros, step: RollupStep): Micros =>
  Math.floor(at / rollupSteps[step]) * rollupSteps[step]

/** The numbers of buckets taken together, each with its weight. */
export function mergeRollups(
  parts: readonly (Omit<Rollup, 'bucket'> & { covered: number })[],
): Omit<Rollup, 'bucket'> & { covered: number } {
  const merged = { ...empty }
  let sum = 0
  let weighted = 0
  for (const part of parts) {
    sum += (part.average ?? 0) * part.good
    weighted += (part.timeWeighted ?? 0) * part.covered
    merged.minimum = atMost(merged.minimum, part.minimum)
    merged.maximum = atLeast(merged.maximum, part.maximum)
    merged.last = part.last ?? merged.last
    merged.covered += part.covered
    merged.good += part.good
    merged.uncertain += part.uncertain
    merged.bad += part.bad
  }
  if (merged.good > 0) merged.average = sum / merged.good
  if (merged.covered > 0) merged.timeWeighted = weighted / merged.covered
  return merged
}

const empty: ReturnType<typeof mergeRollups> = {
  average: null,
  minimum: null,
  maximum: null,
  last: null,
  timeWeighted: null,
  covered: 0,
  good: 0,
  uncertain: 0,
  bad: 0,
}

const atMost = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b))
const atLeast = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b))

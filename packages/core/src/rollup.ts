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

export const bucketOf = (at: Micros, step: RollupStep): Micros =>
  Math.floor(at / rollupSteps[step]) * rollupSteps[step]

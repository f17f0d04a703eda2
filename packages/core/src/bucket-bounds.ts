import { type RollupStep, rollupSteps } from './rollup.ts'
import { DAY, HOUR, type Micros, startOfLocalDay, startOfLocalMonth } from './time.ts'

/** Buckets by their length: two that are stored, in UTC, and two that are derived from the hour, in local time. */
export const bucketSteps = ['5m', '1h', 'day', 'month'] as const
export type BucketStep = (typeof bucketSteps)[number]

/** About how long a bucket is. */
export const bucketLength: Record<BucketStep, number> = { ...rollupSteps, day: DAY, month: 30 * DAY }

/** The roll-ups that buckets are made of. An hour belongs to the local day in which it begins. */
export const storedStep = (step: BucketStep): RollupStep => (step === '5m' ? '5m' : '1h')

/** Where the buckets that touch [from, to) begin, and where the last of them ends. */
export function bucketBounds(step: BucketStep, from: Micros, to: Micros, zone: string): Micros[] {
  const bounds = [startOf(step, from, zone)]
  while (bounds.at(-1)! < to) bounds.push(after(step, bounds.at(-1)!, zone))
  return bounds
}

function startOf(step: BucketStep, at: Micros, zone: string): Micros {
  if (step === 'day') return startOfLocalDay(at, zone)
  if (step === 'month') return startOfLocalMonth(at, zone)
  return Math.floor(at / rollupSteps[step]) * rollupSteps[step]
}

function after(step: BucketStep, start: Micros, zone: string): Micros {
  // Days have 23 to 25 hours, months 28 to 31 days: this lands within the next one.
  if (step === 'day') return startOfLocalDay(start + 30 * HOUR, zone)
  if (step === 'month') return startOfLocalMonth(start + 33 * DAY, zone)
  return start + rollupSteps[step]
}

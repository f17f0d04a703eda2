import { hasValue, qualityOf, type Reading } from './reading.ts'
import { bucketOf, type Rollup, type RollupStep, rollupSteps } from './rollup.ts'

/**
 * A signal's readings, in source order, in buckets as the store computes them. A good value stands to the next
 * reading of any quality, or to the end of its bucket; the last one of a bucket also in the next bucket, until the
 * first reading there. Buckets without readings are left out.
 */
export function rollUp(readings: readonly Reading[], step: RollupStep): Rollup[] {
  const length = rollupSteps[step]
  const buckets: Open[] = []
  for (const [i, reading] of readings.entries()) {
    const at = reading.sourceTime
    const bucket = bucketOf(at, step)
    let open = buckets.at(-1)
    if (open?.rollup.bucket !== bucket) {
      const next = { rollup: { ...empty, bucket }, sum: 0, weighted: 0, covered: 0 }
      const before = readings[i - 1]
      if (open?.rollup.bucket === bucket - length && before) stand(next, before, at - bucket)
      buckets.push(next)
      open = next
    }
    count(open, reading)
    stand(
      open,
      reading,
      Math.min(readings[i + 1]?.sourceTime ?? Number.POSITIVE_INFINITY, bucket + length) - at,
    )
  }
  return buckets.map(({ rollup, sum, weighted, covered }) => ({
    ...rollup,
    average: rollup.good > 0 ? sum / rollup.good : null,
    timeWeighted: covered > 0 ? weighted / covered : null,
  }))
}

interface Open {
  rollup: Rollup
  sum: number
  weighted: number
  covered: number
}

const empty: Omit<Rollup, 'bucket'> = {
  average: null,
  minimum: null,
  maximum: null,
  last: null,
  timeWeighted: null,
  good: 0,
  uncertain: 0,
  bad: 0,
}

function count(open: Open, reading: Reading): void {
  const { rollup } = open
  const quality = qualityOf(reading)
  rollup[quality]++
  if (quality !== 'good' || !hasValue(reading)) return
  const { value } = reading
  open.sum += value
  rollup.minimum = Math.min(rollup.minimum ?? value, value)
  rollup.maximum = Math.max(rollup.maximum ?? value, value)
  rollup.last = value
}

function stand(open: Open, reading: Reading, stood: number): void {
  if (qualityOf(reading) !== 'good' || !hasValue(reading)) return
  open.weighted += reading.value * stood
  open.covered += stood
}

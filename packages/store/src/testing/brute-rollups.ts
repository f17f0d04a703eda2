import {
  bucketOf,
  hasValue,
  type Micros,
  qualityOf,
  type Reading,
  type Rollup,
  type RollupStep,
  rollupSteps,
} from '@driftbild/core'

/**
 * Roll-ups of one signal straight from their definition, reading by reading; slow and plain, to compare with.
 * Readings come in source order.
 */
export function bruteRollups(readings: readonly Reading[], step: RollupStep): Rollup[] {
  const length = rollupSteps[step]
  const buckets = [...new Set(readings.map((reading) => bucketOf(reading.sourceTime, step)))].sort(
    (a, b) => a - b,
  )
  return buckets.map((bucket) => {
    const inside = readings.filter((reading) => bucketOf(reading.sourceTime, step) === bucket)
    const good = inside.filter((reading) => hasValue(reading) && qualityOf(reading) === 'good')
    const values = good.map((reading) => (hasValue(reading) ? reading.value : Number.NaN))
    const count = (quality: string) => inside.filter((reading) => qualityOf(reading) === quality).length
    const none = values.length === 0
    return {
      bucket,
      average: none ? null : values.reduce((a, b) => a + b, 0) / values.length,
      minimum: none ? null : Math.min(...values),
      maximum: none ? null : Math.max(...values),
      last: values.at(-1) ?? null,
      timeWeighted: timeWeighted(readings, bucket, length),
      good: good.length,
      uncertain: count('uncertain'),
      bad: count('bad'),
    }
  })
}

function timeWeighted(readings: readonly Reading[], bucket: Micros, length: number): number | null {
  const end = bucket + length
  let weighted = 0
  let covered = 0
  for (const [i, reading] of readings.entries()) {
    // A value is carried into the next bucket, no further.
    if (reading.sourceTime < bucket - length || reading.sourceTime >= end) continue
    if (!hasValue(reading) || qualityOf(reading) !== 'good') continue
    const next = readings[i + 1]?.sourceTime ?? end
    // Into a bucket it is carried to that bucket's first reading.
    const stood = Math.min(next, end) - Math.max(reading.sourceTime, bucket)
    if (stood <= 0) continue
    weighted += reading.value * stood
    covered += stood
  }
  return covered > 0 ? weighted / covered : null
}

import {
  bucketOf,
  counterStep,
  hasValue,
  type Micros,
  missingBetween,
  qualityOf,
  type Reading,
  type Rollup,
  type RollupStep,
  rollupSteps,
  type Signal,
  type StoredRollup,
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

/** The same with what joins buckets. */
export function bruteStored(
  readings: readonly Reading[],
  step: RollupStep,
  { kind, reporting }: Pick<Signal, 'kind' | 'reporting'>,
): StoredRollup[] {
  const add = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
  return bruteRollups(readings, step).map((rollup) => {
    const inside = readings.filter(({ sourceTime }) => bucketOf(sourceTime, step) === rollup.bucket)
    const good = inside.flatMap((reading) =>
      hasValue(reading) && qualityOf(reading) === 'good' ? [reading.value] : [],
    )
    const steps = good
      .slice(1)
      .map((value, i) => counterStep(good[i]!, value, kind.type === 'counter' ? kind.modulus : 0))
    return {
      ...rollup,
      covered: standing(readings, rollup.bucket, rollupSteps[step]).covered,
      firstTime: inside[0]!.sourceTime,
      lastTime: inside.at(-1)!.sourceTime,
      missing: add(
        inside
          .slice(1)
          .map(({ sourceTime }, i) => missingBetween(inside[i]!.sourceTime, sourceTime, reporting)),
      ),
      counted:
        good.length === 0
          ? null
          : {
              first: good[0]!,
              increase: add(steps.map(({ increase }) => increase)),
              resets: steps.filter(({ reset }) => reset).length,
            },
    }
  })
}

function timeWeighted(readings: readonly Reading[], bucket: Micros, length: number): number | null {
  const { weighted, covered } = standing(readings, bucket, length)
  return covered > 0 ? weighted / covered : null
}

/** How long good values stood in a bucket, and their sum weighted by that. */
function standing(
  readings: readonly Reading[],
  bucket: Micros,
  length: number,
): { weighted: number; covered: number } {
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
  return { weighted, covered }
}

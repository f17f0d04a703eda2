import { type Evidence, formatTime, type Kommunkod, type Micros, type Rollup } from '@driftbild/core'
import { firstEmptying } from '@driftbild/models'
import { type Database, foldedRollups, type StoredPrediction } from '@driftbild/store'
import type { WhatCame } from '../contract/index.ts'

type Limit = NonNullable<NonNullable<Evidence['chart']>['limit']>

/**
 * What the signal did that a prediction was about, from when it was first said to its horizon: whether it passed the
 * limit, and how near it came; of a container until somebody emptied it. Null where the prediction speaks of no limit, or
 * nothing was measured.
 */
export async function whatCame(
  db: Database,
  municipality: Kommunkod,
  { prediction, firstAsOf }: StoredPrediction,
  now: Micros,
): Promise<WhatCame | null> {
  const chart = prediction.evidence.find((one) => one.chart?.limit)?.chart
  const to = Math.min(prediction.horizon, now)
  if (!chart?.limit || to <= firstAsOf) return null
  const read = await foldedRollups(db, municipality, chart.signal, { step: '1h', from: firstAsOf, to, now })
  if (!read) return null
  const { unit } = read.rules
  const hours = read.buckets.map((one) => ({ ...one, bucket: one.from }))
  const emptied = prediction.kind === 'container-full' ? firstEmptying(hours, unit) : null
  const came = cameOf(emptied ? hours.filter(({ bucket }) => bucket < emptied.at) : hours, chart.limit)
  if (!came) return null
  return {
    ...{ signal: chart.signal, unit, limit: chart.limit, extreme: came.extreme },
    passed: came.passed === null ? null : formatTime(came.passed),
    emptied: emptied && formatTime(emptied.at),
  }
}

/** The hour in which a limit was first passed, and the value farthest towards it or beyond. */
export function cameOf(
  hours: readonly Pick<Rollup, 'bucket' | 'minimum' | 'maximum'>[],
  { value, side }: Limit,
): { passed: Micros | null; extreme: number } | null {
  const isAbove = side === 'above'
  const known = hours.flatMap(({ bucket, minimum, maximum }) => {
    const reached = isAbove ? maximum : minimum
    return reached === null ? [] : [{ bucket, reached }]
  })
  if (known.length === 0) return null
  const all = known.map(({ reached }) => reached)
  const first = known.find(({ reached }) => (isAbove ? reached >= value : reached <= value))
  return { passed: first?.bucket ?? null, extreme: isAbove ? Math.max(...all) : Math.min(...all) }
}

import { type Evidence, type FoldedRollup, formatTime, type Kommunkod, type Micros } from '@driftbild/core'
import { type Database, foldedRollups, type StoredPrediction } from '@driftbild/store'
import type { WhatCame } from '../contract/index.ts'

type Limit = NonNullable<NonNullable<Evidence['chart']>['limit']>

/**
 * What the signal did that a prediction was about, from when it was first said to its horizon: whether it passed the
 * limit, and how near it came. Null where the prediction speaks of no limit, or nothing was measured.
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
  const came = read && cameOf(read.buckets, chart.limit)
  if (!came) return null
  const { passed, extreme } = came
  return {
    ...{ signal: chart.signal, unit: read.rules.unit, limit: chart.limit, extreme },
    passed: passed === null ? null : formatTime(passed),
  }
}

/** The hour in which a limit was first passed, and the value farthest towards it or beyond. */
export function cameOf(
  buckets: readonly Pick<FoldedRollup, 'from' | 'minimum' | 'maximum'>[],
  { value, side }: Limit,
): { passed: Micros | null; extreme: number } | null {
  const isAbove = side === 'above'
  const known = buckets.flatMap(({ from, minimum, maximum }) => {
    const reached = isAbove ? maximum : minimum
    return reached === null ? [] : [{ from, reached }]
  })
  if (known.length === 0) return null
  const all = known.map(({ reached }) => reached)
  const first = known.find(({ reached }) => (isAbove ? reached >= value : reached <= value))
  return { passed: first?.from ?? null, extreme: isAbove ? Math.max(...all) : Math.min(...all) }
}

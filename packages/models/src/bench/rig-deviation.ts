import { solve } from '../common/logistic.ts'
import { madScale, median, quantile } from '../common/statistics.ts'

const SMOOTHING = 0.1
const RIDGE = 1
/** The smoothing has forgotten its start after so many rows. */
const WARM_UP = 50
const ON = 2.5
const OFF = 1.5

/**
 * How far a rig is from what it was while it was learnt: squared distance of smoothed, robustly scaled signals
 * in the metric of their own learnt spread, over the 99th percentile seen while learning. On above 2.5 times
 * that, off below 1.5: one setting for all, tuned on the open ten files of SKAB.
 */
export function rigDeviation(
  rows: readonly (readonly number[])[],
  learnt: number,
): { score: number; anomaly: boolean }[] {
  const columns = rows[0]!.length
  const scales = Array.from({ length: columns }, (_, c) => {
    const seen = rows.slice(0, learnt).map((r) => r[c]!)
    const mid = median(seen)!
    const spread = Math.sqrt(seen.reduce((sum, v) => sum + (v - mid) ** 2, 0) / seen.length)
    return { mid, scale: Math.max(madScale(seen)!, 0.5 * spread, 1e-9) }
  })
  let state = scales.map((s, c) => clip((rows[0]![c]! - s.mid) / s.scale))
  const smooth = rows.map((row) => {
    state = state.map((v, c) => v + SMOOTHING * (clip((row[c]! - scales[c]!.mid) / scales[c]!.scale) - v))
    return state
  })
  const known = smooth.slice(WARM_UP, learnt)
  const centre = scales.map((_, c) => known.reduce((sum, r) => sum + r[c]!, 0) / known.length)
  const spread = covariance(known, centre)
  const trace = spread.reduce((sum, row, i) => sum + row[i]!, 0) / columns
  const metric = spread.map((row, i) => row.map((v, j) => v + (i === j ? RIDGE * trace : 0)))
  const distances = smooth.map((r) => {
    const away = r.map((v, c) => v - centre[c]!)
    return solve(metric, away).reduce((sum, v, c) => sum + v * away[c]!, 0)
  })
  const usual = quantile(distances.slice(WARM_UP, learnt), 0.99)!
  let anomaly = false
  return distances.map((d) => {
    const score = d / usual
    anomaly = anomaly ? score > OFF : score > ON
    return { score, anomaly }
  })
}

const clip = (v: number): number => Math.max(-8, Math.min(8, v))

function covariance(rows: readonly (readonly number[])[], centre: readonly number[]): number[][] {
  return centre.map((_, i) =>
    centre.map(
      (__, j) =>
        rows.reduce((sum, r) => sum + (r[i]! - centre[i]!) * (r[j]! - centre[j]!), 0) / (rows.length - 1),
    ),
  )
}

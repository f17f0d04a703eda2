import { clamp, logStudent, logSumExp, madScale, median, normalCdf, weightedQuantile } from './statistics.ts'

/**
 * Whether a daily value has begun to climb, since when and how steeply, and when it will reach a limit. Bayes
 * over "nothing" and "began on day t0 with slope k"; noise is Student's t, so that single days don't matter.
 */
export interface Trend {
  /** That it is climbing. */
  climbing: number
  /** Where it is now, and was before. */
  now: number
  normal: number
  /** Per day, if it climbs. */
  slope: number
  /** Index of the first climbing day, middle of the belief. */
  start: number
  noise: number
  hypotheses: readonly { start: number; slope: number; now: number; weight: number }[]
}

export interface TrendOptions {
  /** Slopes per day worth telling apart. */
  slopes: readonly number[]
  /** No day is known better than this. */
  leastNoise: number
  /** Chance that a climb begins on a day. */
  onsetPerDay: number
}

const LEAST_REFERENCE = 7
const MOST_REFERENCE = 28
const WINDOW = 60
const OFFSETS = [-2, -1, 0, 1, 2]
const FREEDOM = 4

export function findTrend(
  points: readonly { day: number; y: number }[],
  options: TrendOptions,
): Trend | null {
  const n = points.length
  if (n <= LEAST_REFERENCE) return null
  const y = points.map((p) => p.y)
  const changes = y.slice(1).map((v, i) => v - y[i]!)
  const noise = Math.max(options.leastNoise, madScale(changes)! / Math.SQRT2)
  const recent = median(y.slice(-5))!
  const logs: { start: number; slope: number; reference: number; log: number }[] = []
  for (let start = Math.max(LEAST_REFERENCE, n - WINDOW); start < n - 1; start++) {
    const before = y.slice(Math.max(0, start - MOST_REFERENCE), start)
    const reference = median(before)!
    const after = points.slice(start)
    const spread = Math.hypot(
      (1.25 * noise) / Math.sqrt(before.length),
      0.15 * noise * Math.sqrt(after.length),
    )
    const offsets = OFFSETS.map((k) => ({ by: reference + k * spread, log: -0.5 * k * k }))
    const logLikelihood = (slope: number) =>
      logSumExp(
        offsets.map((o) => {
          let log = o.log
          for (const p of after) {
            log += logStudent((p.y - o.by - slope * (p.day - after[0]!.day + 1)) / noise, FREEDOM)
          }
          return log
        }),
      )
    const nothing = logLikelihood(0)
    const prior = Math.log(options.onsetPerDay / options.slopes.length)
    for (const slope of options.slopes) {
      logs.push({ start, slope, reference, log: prior + logLikelihood(slope) - nothing })
    }
  }
  const total = logSumExp([0, ...logs.map((h) => h.log)])
  const last = points.at(-1)!.day
  const hypotheses = logs.map((h) => ({
    start: h.start,
    slope: h.slope,
    now: h.reference + h.slope * (last - points[h.start]!.day + 1),
    weight: Math.exp(h.log - total),
  }))
  const climbing = clamp(
    hypotheses.reduce((sum, h) => sum + h.weight, 0),
    0,
    1,
  )
  const middle = (of: (h: (typeof hypotheses)[number]) => number) =>
    weightedQuantile(
      hypotheses.map((h) => ({ value: of(h), weight: h.weight })),
      0.5,
    ) ?? 0
  const start = middle((h) => h.start)
  return {
    climbing,
    now: recent,
    normal: median(y.slice(Math.max(0, start - MOST_REFERENCE), Math.max(LEAST_REFERENCE, start)))!,
    slope: middle((h) => h.slope),
    start,
    noise,
    hypotheses,
  }
}

/** That the value stands above `limit` within `days`, and when (in days from now) if it climbs there. */
export function reachesLimit(
  trend: Trend,
  limit: number,
  days: number,
): { probability: number; from: number; likely: number; to: number } {
  const above = (now: number, slope: number) => {
    const spread = Math.hypot(trend.noise, 0.35 * slope * days)
    return normalCdf((now + slope * days - limit) / spread)
  }
  const still = Math.max(0, 1 - trend.climbing)
  const probability =
    still * above(trend.now, 0) +
    trend.hypotheses.reduce((sum, h) => sum + h.weight * above(h.now, h.slope), 0)
  const times = trend.hypotheses.map((h) => ({
    value: Math.max(0, (limit - h.now) / h.slope),
    weight: h.weight,
  }))
  const at = (q: number) => weightedQuantile(times, q) ?? days
  // The slope itself is uncertain by a third, which the grid of slopes alone would hide once one fits well.
  return { probability: clamp(probability, 0, 1), from: 0.7 * at(0.1), likely: at(0.5), to: 1.4 * at(0.9) }
}

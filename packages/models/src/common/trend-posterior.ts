import { clamp, logStudent, logSumExp, madScale, median, normalCdf, weightedQuantile } from './statistics.ts'
import { reachedBy, waysToLimit } from './time-to-limit.ts'

/**
 * Whether a daily value has begun to climb, since when and how steeply. Bayes
 * over "nothing" and "began on day t0 with slope k"; noise is Student's t, so that single days don't matter.
 */
export interface Trend {
  /** That it is climbing. */
  climbing: number
  /** Where it is now, and was before; by its newest five days. */
  now: number
  normal: number
  /** Where its newest three days are: what climbs fast is beyond `now`. */
  latest: number
  /** Per day, if it climbs. */
  slope: number
  /** Index of the first climbing day, middle of the belief. */
  start: number
  noise: number
  /** What it was told from. */
  points: readonly { day: number; y: number }[]
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
  const hypotheses = logs.map((h) => ({ start: h.start, slope: h.slope, weight: Math.exp(h.log - total) }))
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
    latest: median(y.slice(-3))!,
    normal: median(y.slice(Math.max(0, start - MOST_REFERENCE), Math.max(LEAST_REFERENCE, start)))!,
    slope: middle((h) => h.slope),
    start,
    noise,
    points,
  }
}

/** What is to be expected of a limit. */
export interface LimitOutlook {
  /** That the value stands above it so many days from now. */
  probability(days: number): number
  /** Days from now by which it is there with a probability, if it climbs; infinite where that is too much to say. */
  climbsBy(share: number): number
}

/**
 * Whether and when a trend reaches a limit. `raw` leads to the scale on which courses are straight or grow by a share, where
 * trends are told on another.
 */
export function limitOutlook(
  trend: Trend,
  limit: number,
  raw: (y: number) => number = (y) => y,
): LimitOutlook {
  const { now, noise, climbing } = trend
  const ways = waysToLimit(
    trend.points.map(({ day, y }) => ({ day, y: raw(y) })),
    { limit: raw(limit), noise: Math.abs(raw(now + noise) - raw(now)) },
  ).toSorted((a, b) => a.days - b.days)
  const already = Math.max(0, 1 - climbing) * normalCdf((now - limit) / noise)
  return {
    probability: (days) => clamp(already + climbing * reachedBy(ways, days), 0, 1),
    climbsBy: (share) =>
      weightedQuantile(
        ways.map(({ days, weight }) => ({ value: days, weight })),
        share,
      ) ?? Infinity,
  }
}

import { clamp, logSumExp, madScale, median } from '../common/statistics.ts'

/**
 * Leak or no leak, told by Bayes from a row of nights. Hypotheses: nothing happened; a leak began before
 * night `t0` at once or grew over some nights; a leak began and is over. Noise is Student's t with four degrees of freedom and a share of
 * one-night events (flushing, fire flow), so that a single night convinces nobody; the level may drift a
 * little, so that a season isn't a leak.
 */
export interface LeakPosterior {
  /** That a leak is running after the last night. */
  probability: number
  /** Flow before it, m³/h. */
  normal: number
  /** Index of the first night with it: 10 %, 50 %, 90 %. */
  start: [number, number, number]
  /** m³/h now: 10 %, 50 %, 90 %. */
  size: [number, number, number]
  /** Share of the belief that says it grew rather than broke. */
  growing: number
  /** m³/h per night while it grows. */
  growth: number
  /** That some leak ran and is over, and the first night after it. */
  over: { probability: number; from: number }
  /** Standard deviation of one night, m³/h. */
  noise: number
}

/** Nights that must be known before a leak may begin. */
export const LEAST_REFERENCE = 7
const MOST_REFERENCE = 28
const WINDOW = 45

const START_PER_NIGHT = 1 / 240
export const REPAIR_PER_NIGHT = 1 / 30
const EVENT_SHARE = 1 / 40
/** Less than this share of the night's level is not looked for: habits and meters wander as much. */
const LEAST_SHARE = 0.08
/** Standard deviations of a night by which the level may move in a day. */
const WANDER = 0.2
/** Nights over which a leak reaches its size: at once, in a week, in a month. */
const GROWTHS = [
  { nights: 1, share: 0.7 },
  { nights: 10, share: 0.15 },
  { nights: 30, share: 0.15 },
]
/** A night is foretold from its reference with so many times the spread that it has about its own level. */
const FORETOLD = 1.25
/** Closer than the data can tell apart, or a leak would fit between them what nothing can't. */
const OFFSETS = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]
const SIZES = 14

interface Hypothesis {
  log: number
  start: number
  size: number
  growth: number
  end: number | null
}

/** `days` are the nights' dates in days: nights may be missing, and a level seen long ago says less. */
export function leakPosterior(flows: readonly number[], days: readonly number[]): LeakPosterior | null {
  const n = flows.length
  if (n <= LEAST_REFERENCE) return null
  const level = Math.max(0.1, Math.abs(median(flows.slice(0, MOST_REFERENCE))!))
  const noise = noiseOf(flows, level)
  const sizes = logSpaced(Math.max(noise, LEAST_SHARE * level), Math.max(1.5 * level, 20 * noise), SIZES)
  const density = densityIn(noise, level)
  const hypotheses: Hypothesis[] = []

  const first = Math.max(LEAST_REFERENCE, n - WINDOW)
  const nothings: number[] = []
  // Log likelihood of the nights before `start`, each foretold from those before it: starts that explain
  // different nights can only be compared when all explain all.
  let before = 0

  for (let start = first; start < n; start++) {
    const reference = flows.slice(Math.max(0, start - MOST_REFERENCE), start)
    const centre = median(reference)!
    const after = flows.slice(start).map((v) => v - centre)
    // The reference is known within noise/√n, and the level has wandered a little every day since its middle.
    const wandered = days[n - 1]! - days[start - Math.ceil(reference.length / 2)]!
    const spread = noise * Math.hypot(1.25 / Math.sqrt(reference.length), WANDER * Math.sqrt(wandered))
    const offsets = OFFSETS.map((k) => ({ by: k * spread, log: -0.5 * k * k }))
    const nothing = logSumExp(offsets.map((o) => o.log + logProduct(after, (r) => density(r - o.by))))
    nothings.push(before + nothing)

    for (const growth of GROWTHS) {
      for (const size of sizes) {
        const running = logSumExp(
          offsets.map(
            (o) => o.log + logProduct(after, (r, i) => density(r - o.by - size * reached(i, growth.nights))),
          ),
        )
        const prior = Math.log((START_PER_NIGHT * growth.share) / SIZES)
        hypotheses.push({ log: prior + before + running, start, size, growth: growth.nights, end: null })
      }
    }
    // Over: it ran at one size from `start` to before `end`.
    for (const size of sizes) {
      const steps = offsets.map((o) => {
        let run = 0
        return after.map((r) => {
          run += Math.log(density(r - o.by - size) / density(r - o.by))
          return run
        })
      })
      const bases = offsets.map((o) => o.log + logProduct(after, (r) => density(r - o.by)))
      for (let end = start + 2; end < n; end++) {
        const log = logSumExp(offsets.map((_, k) => bases[k]! + steps[k]![end - start - 1]!))
        const prior = Math.log((START_PER_NIGHT * REPAIR_PER_NIGHT) / SIZES)
        hypotheses.push({ log: prior + before + log, start, size, growth: 1, end })
      }
    }
    before += Math.log(density((flows[start]! - centre) / FORETOLD) / FORETOLD)
  }
  const none = logSumExp(nothings) - Math.log(nothings.length)
  return summarise(none, hypotheses, flows, noise)
}

function summarise(
  none: number,
  hypotheses: readonly Hypothesis[],
  flows: readonly number[],
  noise: number,
): LeakPosterior {
  const evidence = logSumExp([none, ...hypotheses.map((h) => h.log)])
  const running = hypotheses
    .filter((h) => h.end === null)
    .map((h) => ({ ...h, weight: Math.exp(h.log - evidence) }))
  const over = hypotheses
    .filter((h) => h.end !== null)
    .map((h) => ({ ...h, weight: Math.exp(h.log - evidence) }))
  const total = running.reduce((sum, h) => sum + h.weight, 0)
  const start = quantilesOf(running.map((h) => ({ value: h.start, weight: h.weight })))
  const grown = running.filter((h) => h.growth > 1)
  const growing = grown.reduce((sum, h) => sum + h.weight, 0)
  const likelyOver = over.reduce<(typeof over)[number] | null>(
    (a, b) => (a && a.weight >= b.weight ? a : b),
    null,
  )
  return {
    probability: total,
    normal: median(flows.slice(Math.max(0, start[1] - MOST_REFERENCE), start[1]))!,
    start,
    size: sizeNow(running, flows, noise),
    growing: total > 0 ? growing / total : 0,
    growth: growing > 0 ? grown.reduce((sum, h) => sum + (h.weight * h.size) / h.growth, 0) / growing : 0,
    over: { probability: over.reduce((sum, h) => sum + h.weight, 0), from: likelyOver?.end ?? flows.length },
    noise,
  }
}

/**
 * The grid of sizes is too coarse to quote. For each start and growth the size is the mean excess, known as well
 * as its nights and the reference allow; what is said is the mixture of them by belief.
 */
function sizeNow(
  running: readonly (Hypothesis & { weight: number })[],
  flows: readonly number[],
  noise: number,
): [number, number, number] {
  const nodes = [...Map.groupBy(running, (h) => `${h.start} ${h.growth}`).values()].flatMap((same) => {
    const weight = same.reduce((sum, h) => sum + h.weight, 0)
    const { size, spread } = excessOf(
      same.reduce((a, b) => (b.weight > a.weight ? b : a)),
      flows,
      noise,
    )
    return [-1.28, -0.52, 0, 0.52, 1.28].map((z) => ({ value: Math.max(0, size + z * spread), weight }))
  })
  return quantilesOf(nodes)
}

function excessOf(
  best: Hypothesis,
  flows: readonly number[],
  noise: number,
): { size: number; spread: number } {
  const reference = flows.slice(Math.max(0, best.start - MOST_REFERENCE), best.start)
  const centre = median(reference)!
  const after = flows.slice(best.start).map((v, i) => ({ over: v - centre, share: reached(i, best.growth) }))
  // Nights far from the grid's size are events of one night.
  const usual = after.filter((a) => Math.abs(a.over - best.size * a.share) < 4 * noise + 0.3 * best.size)
  const used = usual.length > 0 ? usual : after
  const squares = used.reduce((sum, a) => sum + a.share ** 2, 0)
  const whole = used.reduce((sum, a) => sum + a.share * a.over, 0) / squares
  const now = reached(flows.length - 1 - best.start, best.growth)
  const spread = noise * Math.hypot(now / Math.sqrt(squares), 1.25 / Math.sqrt(reference.length))
  return { size: whole * now, spread }
}

const reached = (nightsSince: number, growthNights: number): number =>
  Math.min(1, (nightsSince + 1) / growthNights)

/** Night-to-night changes don't see a step, and the spread about a running middle doesn't see a slope. */
function noiseOf(flows: readonly number[], level: number): number {
  const changes = flows.slice(1).map((v, i) => v - flows[i]!)
  const about = flows.map((v, i) => v - median(flows.slice(Math.max(0, i - 3), i + 4))!)
  const scale = Math.max(madScale(changes)! / Math.SQRT2, 1.25 * madScale(about)!)
  return clamp(scale, 0.025 * level, 0.5 * level)
}

function densityIn(noise: number, level: number): (residual: number) => number {
  // 0.375 is the density of Student's t with four degrees of freedom at its middle.
  const event = (EVENT_SHARE * noise) / (0.375 * 3 * level)
  return (residual) => {
    const z = residual / noise
    const u = 1 + (z * z) / 4
    return (1 - EVENT_SHARE) / (u * u * Math.sqrt(u)) + event
  }
}

/** Log of a product, taken once unless the product gets too small for a double. */
function logProduct(values: readonly number[], f: (v: number, i: number) => number): number {
  let log = 0
  let product = 1
  for (let i = 0; i < values.length; i++) {
    product *= f(values[i]!, i)
    if (product < 1e-200) {
      log += Math.log(product)
      product = 1
    }
  }
  return log + Math.log(product)
}

const logSpaced = (low: number, high: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => low * (high / low) ** (i / (n - 1)))

function quantilesOf(pairs: { value: number; weight: number }[]): [number, number, number] {
  const sorted = pairs.toSorted((a, b) => a.value - b.value)
  const total = sorted.reduce((sum, p) => sum + p.weight, 0)
  const at = (q: number): number => {
    let run = 0
    for (const p of sorted) {
      run += p.weight
      if (run >= total * q) return p.value
    }
    return sorted.at(-1)!.value
  }
  return [at(0.1), at(0.5), at(0.9)]
}

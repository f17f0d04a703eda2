import { logStudent } from './statistics.ts'

/** One way on from here: days until the limit (infinite: never), and how much it is believed. Weights sum to 1. */
export interface WayOn {
  days: number
  weight: number
}

interface Course {
  /** Its basis as a function of days from now. */
  at: (day: number) => number
  /** Days from now at which the basis has a value; infinite where it never has. */
  when: (value: number) => number
  prior: number
}

const WINDOW = 30
const FREEDOM = 4
/** e-fold growth, days. */
const GROWTHS = [2, 3, 4.5, 6.5, 9, 13, 19, 28, 42]
/** Points that a bend must leave behind it to be one. */
const AFTER_BEND = 4
/** Days of a machine err together: what they say of a course counts half. */
const TEMPER = 0.5
/** Of a slope's own uncertainty, in standard errors, with the normal distribution's weights. */
const SLOPES = [-1.6, -0.8, 0, 0.8, 1.6].map((z) => ({ z, weight: Math.exp(-0.5 * z * z) }))
/** What no course of these knows: things go faster and slower than they began. */
const PACES = [
  { by: 0.8, weight: 0.25 },
  { by: 1, weight: 0.5 },
  { by: 1.25, weight: 0.25 },
]

/**
 * When something that climbs reaches a limit, by all the courses that its newest points agree with: straight on, straight
 * from a bend on, and growing by a share of itself, from a bend or since long (the exponential degradation of Gebraeel et al.
 * 2005). Each is fitted by least squares with Student's weights and believed by its likelihood.
 */
export function waysToLimit(
  points: readonly { day: number; y: number }[],
  { limit, noise }: { limit: number; noise: number },
): WayOn[] {
  const newest = points.slice(-WINDOW)
  const last = newest.at(-1)?.day
  if (last === undefined || newest.length < AFTER_BEND + 2) return []
  const t = newest.map((p) => p.day - last)
  const y = newest.map((p) => p.y)
  const fits = coursesOf(t).flatMap((course) => fit(course, { t, y, limit, noise }) ?? [])
  if (fits.length === 0) return []
  const top = Math.max(...fits.map((one) => one.log))
  const weighed = fits.map((one) => ({ ways: one.ways, weight: Math.exp(TEMPER * (one.log - top)) }))
  const total = weighed.reduce((sum, one) => sum + one.weight, 0)
  return weighed
    .filter((one) => one.weight > 1e-4 * total)
    .flatMap(({ ways, weight }) =>
      ways.flatMap((way) =>
        PACES.map((pace) => ({
          days: way.days * pace.by,
          weight: (way.weight * pace.weight * weight) / total,
        })),
      ),
    )
}

function coursesOf(t: readonly number[]): Course[] {
  const bends = t.slice(2, t.length - AFTER_BEND)
  return [
    { at: (day) => day, when: (value) => value, prior: 1 },
    ...bends.map((bend) => ({
      at: (day: number) => Math.max(0, day - bend),
      when: (value: number) => value + bend,
      prior: 1 / bends.length,
    })),
    ...bends.flatMap((bend) =>
      GROWTHS.map((growth) => ({
        at: (day: number) => Math.expm1(Math.max(0, day - bend) / growth),
        when: (value: number) => (value <= -1 ? Number.POSITIVE_INFINITY : bend + growth * Math.log1p(value)),
        prior: 1 / (bends.length * GROWTHS.length),
      })),
    ),
    ...GROWTHS.map((growth) => ({
      at: (day: number) => Math.exp(day / growth),
      when: (value: number) => (value <= 0 ? Number.POSITIVE_INFINITY : growth * Math.log(value)),
      prior: 1 / GROWTHS.length,
    })),
  ]
}

interface Asked {
  t: readonly number[]
  y: readonly number[]
  limit: number
  noise: number
}

function fit(course: Course, { t, y, limit, noise }: Asked): { log: number; ways: WayOn[] } | null {
  const x = t.map(course.at)
  let weights = x.map(() => 1)
  let line = regress(x, y, weights)
  for (let round = 0; round < 2 && line; round++) {
    const { mx, my, slope } = line
    weights = x.map((v, i) => (FREEDOM + 1) / (FREEDOM + ((y[i]! - my - slope * (v - mx)) / noise) ** 2))
    line = regress(x, y, weights)
  }
  if (!line) return null
  const { mx, my, slope, spread } = line
  const log = x.reduce(
    (sum, v, i) => sum + logStudent((y[i]! - my - slope * (v - mx)) / noise, FREEDOM),
    Math.log(course.prior),
  )
  const whole = SLOPES.reduce((sum, one) => sum + one.weight, 0)
  const ways = SLOPES.map(({ z, weight }) => {
    const tilted = slope + (z * noise) / Math.sqrt(spread)
    const value = mx + (limit - my) / tilted
    const here = my + tilted * (course.at(0) - mx)
    const days = here >= limit ? 0 : tilted <= 0 ? Number.POSITIVE_INFINITY : Math.max(0, course.when(value))
    return { days, weight: weight / whole }
  })
  return { log, ways }
}

function regress(x: readonly number[], y: readonly number[], weights: readonly number[]) {
  const total = weights.reduce((sum, w) => sum + w, 0)
  const mx = x.reduce((sum, v, i) => sum + weights[i]! * v, 0) / total
  const my = y.reduce((sum, v, i) => sum + weights[i]! * v, 0) / total
  const spread = x.reduce((sum, v, i) => sum + weights[i]! * (v - mx) ** 2, 0)
  if (spread < 1e-9) return null
  const slope = x.reduce((sum, v, i) => sum + weights[i]! * (v - mx) * (y[i]! - my), 0) / spread
  return { mx, my, slope, spread }
}

/** Share of the ways that have come to the limit after so many days. */
export const reachedBy = (ways: readonly WayOn[], days: number): number =>
  ways.reduce((sum, way) => sum + (way.days <= days ? way.weight : 0), 0)

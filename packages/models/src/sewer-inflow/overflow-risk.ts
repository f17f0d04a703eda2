import { HOUR, type Micros } from '@driftbild/core'
import { weightedQuantile } from '../common/statistics.ts'
import { expectInflow, type InflowNow } from './expect-inflow.ts'
import type { InflowFit } from './learn-inflow.ts'
import type { RainAhead } from './rain-ahead.ts'

export interface SumpNow {
  /** m² and m: how much more water it holds. */
  area: number
  level: number
  overflow: number
  /** m³/h that the pumps that work lift together. */
  capacity: number
}

export interface OverflowRisk {
  probability: number
  /** Hours from now, if it comes to that. */
  when: { from: number; likely: number; to: number } | null
  /** m³ over the weir within the horizon, if it comes to that. */
  volume: { low: number; value: number; high: number } | null
}

export const AHEAD = 6

/** Ways in which rain may go on: how strong beside now, and for how many hours. */
const STRENGTHS = [
  { value: 0.5, weight: 0.2 },
  { value: 1, weight: 0.35 },
  { value: 1.6, weight: 0.28 },
  { value: 2.6, weight: 0.17 },
]
const LASTS = [
  { value: 1, weight: 0.4 },
  { value: 2.5, weight: 0.35 },
  { value: 5, weight: 0.25 },
]
/** How far a station's answer may lie off what it usually is. */
const ANSWERS = [
  { value: 0.78, weight: 0.16 },
  { value: 0.92, weight: 0.34 },
  { value: 1.05, weight: 0.34 },
  { value: 1.25, weight: 0.16 },
]

/**
 * Whether the sump runs over within six hours: the volume balance hour by hour, for every way in which the rain may go
 * on and the area may answer. A forecast of the rain takes the place of how it may go on.
 */
export function overflowRisk(
  fit: InflowFit,
  now: InflowNow,
  sump: SumpNow,
  rain: { now: number; ahead?: RainAhead },
): OverflowRisk {
  const cases: { weight: number; after: number | null; spilled: number }[] = []
  for (const { path, weight } of rainPaths(rain)) {
    const inflow = expectInflow(fit, now, path)
    for (const answer of ANSWERS)
      cases.push({
        weight: weight * answer.weight,
        ...fill(
          sump,
          inflow.map((q) => q * answer.value),
        ),
      })
  }
  const over = cases.flatMap((c) => (c.after === null ? [] : [{ ...c, after: c.after }]))
  const probability = over.reduce((sum, c) => sum + c.weight, 0)
  if (over.length === 0) return { probability: 0, when: null, volume: null }
  const of = (pick: (c: (typeof over)[number]) => number, q: number) =>
    weightedQuantile(
      over.map((c) => ({ value: pick(c), weight: c.weight })),
      q,
    )!
  const after = (q: number) => of((c) => c.after, q)
  const spilled = (q: number) => of((c) => c.spilled, q)
  return {
    probability,
    when: { from: after(0.1), likely: after(0.5), to: after(0.9) },
    volume: { low: spilled(0.1), value: spilled(0.5), high: spilled(0.9) },
  }
}

function rainPaths(rain: { now: number; ahead?: RainAhead }) {
  if (rain.ahead) return pathsAhead(rain.ahead)
  return STRENGTHS.flatMap((s) =>
    LASTS.map((l) => ({
      path: Array.from({ length: AHEAD }, (_, h) => rain.now * s.value * Math.exp(-h / l.value)),
      weight: s.weight * l.weight,
    })),
  )
}

/** What a service's members expect on average beside their most, when all of them have the same rain at other hours. */
const SPREAD = 0.6
const LEAST_SHARE = 0.05
/** How much more or less falls than those of its members that have rain expect. */
const AMOUNTS = [
  { value: 0.6, weight: 0.3 },
  { value: 1, weight: 0.4 },
  { value: 1.6, weight: 0.3 },
]

/** A service's mean is rain that comes or stays away: in so many of its members it comes, and then as much as makes the mean. */
function pathsAhead({ mean, most }: RainAhead) {
  const total = (of: readonly number[]) => of.slice(0, AHEAD).reduce((sum, mm) => sum + mm, 0)
  const share = Math.min(1, total(mean) / Math.max(0.01, SPREAD * total(most)))
  const where = mean.slice(0, AHEAD).map((mm) => mm / Math.max(LEAST_SHARE, share))
  return [
    { path: where.map(() => 0), weight: 1 - share },
    ...AMOUNTS.map(({ value, weight }) => ({
      path: where.map((mm) => mm * value),
      weight: share * weight,
    })),
  ]
}

/** When the sump is full, in hours, and how much goes over the weir by the end. */
function fill(sump: SumpNow, inflow: readonly number[]): { after: number | null; spilled: number } {
  const room = sump.area * Math.max(0, sump.overflow - sump.level)
  let [held, spilled, after] = [0, 0, null as number | null]
  for (const [hour, flow] of inflow.entries()) {
    const net = flow - sump.capacity
    const free = room - held
    if (net > free && after === null) after = hour + free / net
    spilled += Math.max(0, net - free)
    held = Math.min(room, Math.max(0, held + net))
  }
  return { after, spilled }
}

export const inHours = (asOf: Micros, hours: number): Micros => Math.round(asOf + hours * HOUR)

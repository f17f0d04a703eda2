import { DAY, HOUR, type Micros } from '@driftbild/core'
import { weekdayOfDay } from '../common/local-index.ts'
import { type Finding, type Reason, round } from '../common/prediction.ts'
import { median } from '../common/statistics.ts'
import { EMIT_PROBABILITY } from '../model.ts'
import { sentence } from '../sentences.ts'
import { type PressureDrop, pressureDrops, rankPipes } from './candidates.ts'
import type { NightFlowConfig } from './config.ts'
import { dayShare } from './day-share.ts'
import { LEAST_REFERENCE, type LeakPosterior, leakPosterior } from './leak-posterior.ts'
import type { Night } from './nights.ts'
import { weekdayEffects } from './weekday.ts'

const HORIZON = 7 * DAY
/** A leak that was surely there and is surely over: its nights stop being evidence. */
const SURELY_OVER = 0.95
/** Nights that make up the picture; older ones are the season's past. */
const LOOKS_BACK = 60

/** Findings of the zone, not yet calibrated, and the nights with those of a leak that is over set aside. */
export function findLeak(
  config: NightFlowConfig,
  nights: readonly Night[],
  asOf: Micros,
): { findings: Finding[]; nights: Night[] } {
  const kept = [...nights]
  const places = nights.flatMap((n, i) => (n.flow !== null && !n.leak ? [i] : [])).slice(-LOOKS_BACK)
  const known = places.map((i) => ({ day: nights[i]!.day, flow: nights[i]!.flow! }))
  if (known.length <= LEAST_REFERENCE) return { findings: [], nights: kept }
  const effects = weekdayEffects(known)
  const flows = known.map((n) => n.flow - effects[weekdayOfDay(n.day)]!)
  const belief = leakPosterior(
    flows,
    known.map((n) => n.day),
  )!
  if (belief.over.probability > SURELY_OVER && belief.over.from < flows.length - 2) {
    setAside(kept, places, flows, belief)
    return { findings: [], nights: kept }
  }
  const start = places[belief.start[1]]!
  const size = belief.size[1]
  const share = dayShare(nights, start, size)
  const probability = belief.probability * (share ? Math.min(1, 1.5 * share.leak) : 1)
  const scaled =
    share && share.leak < 0.3 && belief.probability > 0.5 ? [scaledMeter(config, belief, share, asOf)] : []
  // Nights that sank and came back look like a leak to what allows for a level that wanders; no water is missing.
  if (probability < EMIT_PROBABILITY / 2 || size <= 0) return { findings: scaled, nights: kept }

  const timeOf = (place: number) => asOf - (nights.at(-1)!.day - nights[places[place]!]!.day) * DAY - 2 * HOUR
  const drops = pressureDrops(config, nights, start)
  const leak: Finding = {
    subject: { type: 'zone', tag: config.zone },
    kind: 'leak',
    probability,
    when: {
      from: timeOf(belief.start[0]) - DAY,
      likely: timeOf(belief.start[1]) - DAY / 2,
      to: timeOf(belief.start[2]),
    },
    horizon: asOf + HORIZON,
    size: {
      value: round(size, 2),
      low: round(belief.size[0], 2),
      high: round(belief.size[2], 2),
      unit: 'm3/h',
    },
    candidates: rankPipes(config, drops).map((c) => ({ ...c, probability: round(c.probability, 4) })),
    reasons: reasonsOf(config, belief, lately(flows, belief), drops, share, timeOf(belief.start[1]), asOf),
  }
  return { findings: [leak, ...scaled], nights: kept }
}

/** The night flow since the leak began, of the last nights: one night alone may lie off. */
const lately = (flows: readonly number[], belief: LeakPosterior): number =>
  median(flows.slice(Math.min(flows.length - 1, Math.max(belief.start[1], flows.length - LATELY))))!

/** Nights. */
const LATELY = 7

function reasonsOf(
  config: NightFlowConfig,
  belief: LeakPosterior,
  now: number,
  drops: readonly (PressureDrop | null)[],
  share: ReturnType<typeof dayShare>,
  since: Micros,
  asOf: Micros,
): Reason[] {
  const chart = (signal: string) => ({ signal, from: since - 14 * DAY, to: asOf, expected: null })
  const meter = config.meters[0]!.key
  const strength = belief.size[1] / belief.noise
  const reasons: Reason[] = [
    {
      weight: strength,
      sentence: sentence('night-flow-raised', {
        now: round(now, 2),
        normal: round(belief.normal, 2),
        // Of the two numbers beside it, so that the sentence adds up; the leak's size has an interval of its own.
        added: round(now - belief.normal, 2),
        nights: Math.round((asOf - since) / DAY) + 1,
      }),
      chart: chart(meter),
    },
  ]
  if (belief.growing > 0.5) {
    reasons.push({
      weight: strength * belief.growing * 0.5,
      sentence: sentence('night-flow-growing', {
        now: round(now, 2),
        normal: round(belief.normal, 2),
        perWeek: round(7 * belief.growth, 2),
      }),
      chart: chart(meter),
    })
  }
  if (share && share.leak > 0.5) {
    reasons.push({
      weight: strength * 0.3 * share.leak,
      sentence: sentence('day-follows-night', { ratio: round(share.ratio, 2) }),
      chart: chart(meter),
    })
  }
  for (const drop of drops) {
    if (!drop || drop.drop < 2 * drop.spread) continue
    reasons.push({
      weight: 0.5 * Math.min(10, drop.drop / drop.spread),
      sentence: sentence('pressure-lowered', { sensor: drop.asset, drop: round(drop.drop, 2) }),
      chart: chart(drop.key),
    })
  }
  return reasons
}

/**
 * The whole day's flow rose in proportion: the meter reads too much, or people use more. A season does that too,
 * so it is never likelier than not.
 */
function scaledMeter(
  config: NightFlowConfig,
  belief: LeakPosterior,
  share: NonNullable<ReturnType<typeof dayShare>>,
  asOf: Micros,
): Finding {
  const meter = config.meters[0]!
  return {
    subject: { type: 'asset', tag: meter.asset },
    kind: 'sensor-fault',
    probability: 0.45 * belief.probability * (1 - share.leak),
    when: { from: asOf - 28 * DAY, likely: asOf - 7 * DAY, to: asOf },
    horizon: asOf + HORIZON,
    reasons: [
      {
        weight: 1,
        sentence: sentence('inflow-scaled', { night: round(share.night, 2), day: round(share.day, 2) }),
        chart: { signal: meter.key, from: asOf - 42 * DAY, to: asOf, expected: null },
      },
    ],
  }
}

/** Marks the nights of the leak that is over: from where the flow first left the normal to before its end. */
function setAside(
  kept: Night[],
  places: readonly number[],
  flows: readonly number[],
  belief: LeakPosterior,
): void {
  const centre = flows.slice(belief.over.from).toSorted((a, b) => a - b)[
    Math.floor((flows.length - belief.over.from) / 2)
  ]!
  for (let i = belief.over.from - 1; i >= 0; i--) {
    if (flows[i]! < centre + 1.5 * belief.noise) break
    kept[places[i]!] = { ...kept[places[i]!]!, leak: true }
  }
}

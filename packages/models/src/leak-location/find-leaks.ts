import { DAY, type Micros, type Prediction } from '@driftbild/core'
import { type Finding, type Reason, round } from '../common/prediction.ts'
import { normalCdf, theilSen } from '../common/statistics.ts'
import { REPAIR_PER_NIGHT } from '../night-flow/leak-posterior.ts'
import { sentence } from '../sentences.ts'
import type { FollowedZone } from './follow-zone.ts'
import type { LeakLog } from './leak-log.ts'
import { type DayDeviation, deviationOf, type LearntZone } from './learn-zone.ts'
import type { ZonePlan } from './zone-plan.ts'

const HORIZON = 7 * DAY
/** Pipes that are named. */
const MOST = 12
/** Of a normal distribution, for 8 of 10. */
const EIGHT_OF_TEN = 1.28
/** m by which a sensor must be off to be worth a word. */
const WORTH_SAYING = 0.02
/** That what is followed is a leak: one in so many was none. */
const BELIEF = 0.96
/** Days by which a first sight may lag, and by which a growing leak is reckoned back at most. */
const LAG = 2
const MOST_BACK = 14

/** Each leak that a zone is followed for: what it loses, since when, where, and why that is believed. */
export function findLeaks(
  zone: string,
  plan: ZonePlan,
  followed: FollowedZone,
  learnt: LearntZone,
  asOf: Micros,
): Finding[] {
  const { leaks, days } = followed
  const today = days.at(-1)!
  const seen = deviationOf(learnt, today)
  return leaks.map((leak, l): Finding => {
    const { flow, spread } = leak.flows.at(-1)!
    const off = EIGHT_OF_TEN * spread
    return {
      subject: { type: 'zone', tag: zone },
      kind: 'leak',
      ...(leak.ordinal > 1 && { ordinal: leak.ordinal }),
      probability:
        BELIEF * normalCdf(flow / Math.max(0.01, spread)) * running(followed.tracker.leaks[l]!.ending),
      when: beginOf(leak, today.day, asOf),
      horizon: asOf + HORIZON,
      size: {
        value: round(flow, 2),
        low: round(Math.max(0, flow - off), 2),
        high: round(flow + off, 2),
        unit: 'm3/h',
      },
      candidates: suspectPipes(plan, leak),
      reasons: [
        ...reasonsOf(plan, leak, today.day),
        ...pressureReasons(plan, followed, l, seen, asOf),
        ...besides(leaks.filter((other) => other !== leak)),
      ],
    }
  })
}

/**
 * The sensors that have been off for more than a day: each a finding of its own. Where most are, it is the pressure at
 * the inlet that they are told from, or a valve.
 */
export function doubtedSensors(
  plan: ZonePlan,
  { doubted, days }: FollowedZone,
  learnt: LearntZone,
  asOf: Micros,
): Finding[] {
  const today = days.at(-1)!
  const { values, known } = deviationOf(learnt, today)
  if (2 * doubted.length > plan.sensors.length) return []
  return doubted.flatMap(({ sensor: s, since }): Finding[] => {
    const sensor = plan.sensors[s]!
    if (!known[s] || since === today.day) return []
    const off = round(values[s]!, 2)
    return [
      {
        subject: { type: 'asset', tag: sensor.asset },
        kind: 'sensor-fault',
        probability: 0.8,
        when: {
          from: asOf - (today.day - since + 7) * DAY,
          likely: asOf - (today.day - since + 1) * DAY,
          to: asOf - (today.day - since) * DAY,
        },
        horizon: asOf + HORIZON,
        reasons: [
          {
            weight: 1,
            sentence: sentence('sensor-alone-off', { sensor: sensor.asset, off }),
            chart: { signal: sensor.key, from: asOf - 14 * DAY, to: asOf, expected: null },
          },
        ],
      },
    ]
  })
}

/** That a leak still runs, by a look that has such log odds for its being over. */
const running = (ending: number | null): number =>
  ending === null ? 1 : 1 / (1 + REPAIR_PER_NIGHT * Math.exp(ending))

/** First seen, less the lag; one that grows began when its line was at nothing. */
function beginOf(leak: LeakLog, today: number, asOf: Micros): Finding['when'] {
  const seen = asOf - (today - leak.firstSeen) * DAY
  const growth = growthOf(leak)
  const back = growth ? Math.min(MOST_BACK, Math.max(0, leak.flows[0]!.flow / growth.perDay - 1)) : 0
  return {
    from: seen - (back + LAG) * DAY,
    likely: seen - (back + 0.6) * DAY,
    to: seen - (back / 2) * DAY,
  }
}

/** m³/h a day with its interval, where it grows for sure. */
function growthOf({ flows }: LeakLog): { perDay: number; low: number; high: number } | null {
  const recent = flows.slice(-10)
  if (recent.length < 4) return null
  const days = recent.map(({ day }) => day)
  const perDay =
    theilSen(
      days,
      recent.map(({ flow }) => flow),
    ) ?? 0
  const spread = (EIGHT_OF_TEN * Math.SQRT2 * recent.at(-1)!.spread) / (days.at(-1)! - days[0]!)
  return perDay > spread ? { perDay, low: perDay - spread, high: perDay + spread } : null
}

/** The leak's places shared out over the pipes that end there, by their lengths. */
function suspectPipes({ network, zone, pipes }: ZonePlan, { suspects }: LeakLog): Prediction['candidates'] {
  const drawn = network.links.flatMap((link) =>
    link.type === 'pipe' && pipes[link.id] !== undefined ? [{ ...link, tag: pipes[link.id]! }] : [],
  )
  const shares = new Map<string, number>()
  for (const { place, probability } of suspects) {
    const node = zone.places[place]!
    const around = drawn.filter(({ from, to }) => from === node || to === node)
    const metres = around.reduce((sum, pipe) => sum + pipe.length, 0)
    for (const { tag, length } of around)
      shares.set(tag, (shares.get(tag) ?? 0) + (probability * length) / metres)
  }
  return [...shares]
    .map(([asset, probability]) => ({ asset, probability: round(Math.min(1, probability), 4) }))
    .toSorted((a, b) => b.probability - a.probability || (a.asset < b.asset ? -1 : 1))
    .slice(0, MOST)
}

function reasonsOf(plan: ZonePlan, leak: LeakLog, today: number): Reason[] {
  const { flow, spread } = leak.flows.at(-1)!
  const off = EIGHT_OF_TEN * spread
  const growth = growthOf(leak)
  return [
    {
      weight: Math.min(10, flow / Math.max(0.05, spread)),
      sentence: sentence('leak-followed', {
        flow: round(flow, 2),
        low: round(Math.max(0, flow - off), 2),
        high: round(flow + off, 2),
        days: today - leak.firstSeen + 1,
        pipe: suspectPipes(plan, leak)[0]?.asset ?? '',
      }),
    },
    ...(growth
      ? [
          {
            weight: 2,
            sentence: sentence('leak-growing', {
              perWeek: round(7 * growth.perDay, 2),
              low: round(7 * growth.low, 2),
              high: round(7 * growth.high, 2),
            }),
          },
        ]
      : []),
  ]
}

/** What the leak itself does to the sensors: of what is off, less what the others explain. */
function pressureReasons(
  plan: ZonePlan,
  { doubted, tracker }: FollowedZone,
  l: number,
  { values, known }: DayDeviation,
  asOf: Micros,
): Reason[] {
  const others = tracker.leaks.filter((_, i) => i !== l)
  return plan.sensors.flatMap(({ asset, key }, s): Reason[] => {
    const off = others.reduce((left, other) => left - other.flow * other.direction[s]!, values[s]!)
    const isDoubted = doubted.some(({ sensor }) => sensor === s)
    if (!known[s] || isDoubted || Math.abs(off) < WORTH_SAYING) return []
    return [
      {
        weight: Math.min(5, Math.abs(off) / WORTH_SAYING),
        sentence: sentence('pressure-off', { sensor: asset, off: round(off, 3) }),
        chart: { signal: key, from: asOf - 14 * DAY, to: asOf, expected: null },
      },
    ]
  })
}

function besides(others: readonly LeakLog[]): Reason[] {
  if (others.length === 0) return []
  const flow = others.reduce((sum, { flows }) => sum + flows.at(-1)!.flow, 0)
  return [{ weight: 0, sentence: sentence('leaks-beside', { count: others.length, flow: round(flow, 2) }) }]
}

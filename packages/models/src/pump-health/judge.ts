import { DAY, type Micros } from '@driftbild/core'
import { energyLost } from '../common/energy-lost.ts'
import { type Finding, type Reason, round } from '../common/prediction.ts'
import { median } from '../common/statistics.ts'
import { findTrend, reachesLimit, type Trend } from '../common/trend-posterior.ts'
import { sentence } from '../sentences.ts'
import { BEARING_LIMIT, EFFICIENCY_LIMIT, type PumpConfig, vibrationLimit } from './config.ts'

/** One day of a pump, freed of what its operating point explains. */
export interface PumpDay {
  day: number
  /** Share of the efficiency that it had when it was learnt. */
  efficiency: number | null
  /** mm/s at its usual operating point. */
  vibration: number | null
  /** °C at its usual load. */
  bearing: number | null
  /** How many times as much more it shakes at its larger flows as at its smaller ones. */
  tilt: number | null
  /** kWh */
  used: number | null
}

export const HORIZON_DAYS = 30
const ONSET_PER_DAY = 1 / 700

interface Mechanism {
  kind: 'wear' | 'shaking' | 'heat'
  probability: number
  from: number
  likely: number
  to: number
  reason: Reason
}

/** That the pump fails within 30 days: worn out, shaken apart or run hot, whichever comes first. */
export function judgePump(config: PumpConfig, days: readonly PumpDay[], asOf: Micros): Finding | null {
  const mechanisms = [wear(config, days, asOf), shaking(config, days, asOf), heat(config, days, asOf)].filter(
    (m) => m !== null,
  )
  if (mechanisms.length === 0) return null
  const [first] = mechanisms.toSorted((a, b) => b.probability - a.probability)
  const probability = 1 - mechanisms.reduce((none, m) => none * (1 - m.probability), 1)
  const at = (inDays: number) => asOf + Math.min(365, inDays) * DAY
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'pump-failure',
    probability,
    when: { from: at(first!.from), likely: at(first!.likely), to: at(Math.max(first!.to, first!.likely)) },
    horizon: asOf + HORIZON_DAYS * DAY,
    reasons: [
      ...mechanisms.filter((m) => m === first || m.probability > 0.05).map((m) => m.reason),
      ...besides(first!, days),
    ],
  }
}

/** Beside a trend's own reason: what in the pump it points to, and what the loss has cost. */
function besides(first: Mechanism, days: readonly PumpDay[]): Reason[] {
  const weight = BESIDES * first.reason.weight
  const mode = pointsTo(first.kind, days)
  const lost = energyLost(
    days.map(({ used, efficiency }) => ({ used, share: efficiency && Math.min(1, efficiency) })),
  )
  return [
    ...(mode ? [{ weight, sentence: sentence('failure-points-to', { mode }) }] : []),
    ...(lost ? [{ weight, sentence: lost }] : []),
  ]
}

/** Less than any reason proper, so that they come last. */
const BESIDES = 0.02
const RECENT = 5
/** °C more than in its first days that a bearing is warm by itself, and a cool one stays within. */
const WARM = 3
/** Times more shaking at large flows than at small ones from which the flow is what shakes it. */
const TILTED = 1.3

function pointsTo(
  kind: Mechanism['kind'],
  days: readonly PumpDay[],
): 'wear' | 'bearing' | 'cavitation' | 'imbalance' | null {
  if (kind === 'wear') return 'wear'
  const recent = days.slice(-RECENT)
  const tilt = median(recent.flatMap((d) => d.tilt ?? []))
  if (kind === 'shaking' && tilt !== null && tilt > TILTED) return 'cavitation'
  const before = median(days.slice(0, 2 * RECENT).flatMap((d) => d.bearing ?? []))
  const now = median(recent.flatMap((d) => d.bearing ?? []))
  if (before === null || now === null) return null
  if (now - before < WARM) return kind === 'shaking' ? 'imbalance' : null
  return 'bearing'
}

function wear(config: PumpConfig, days: readonly PumpDay[], asOf: Micros): Mechanism | null {
  // In logarithms a loss of a percent is a percent at any level, and climbing is getting worse.
  const points = days.flatMap((d) =>
    d.efficiency === null ? [] : [{ day: d.day, y: -Math.log(d.efficiency) }],
  )
  const trend = findTrend(points, {
    slopes: [0.0008, 0.0014, 0.0025, 0.004, 0.006, 0.009, 0.014],
    leastNoise: 0.004,
    onsetPerDay: ONSET_PER_DAY,
  })
  if (!trend) return null
  const key = config.signals.power?.key ?? config.signals.flow?.key
  return mechanism('wear', trend, -Math.log(EFFICIENCY_LIMIT), key, asOf, () =>
    sentence('efficiency-lost', {
      now: round(Math.exp(-trend.now), 3),
      expected: 1,
      perMonth: round(1 - Math.exp(-30 * trend.slope * trend.climbing), 3),
    }),
  )
}

function shaking(config: PumpConfig, days: readonly PumpDay[], asOf: Micros): Mechanism | null {
  const points = days.flatMap((d) =>
    d.vibration === null || d.vibration <= 0 ? [] : [{ day: d.day, y: Math.log(d.vibration) }],
  )
  const trend = findTrend(points, {
    slopes: [0.005, 0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2],
    leastNoise: 0.02,
    onsetPerDay: ONSET_PER_DAY,
  })
  if (!trend) return null
  const limit = vibrationLimit(config)
  const now = round(Math.exp(trend.now), 2)
  return mechanism('shaking', trend, Math.log(limit), config.signals.vibration?.key, asOf, () =>
    now >= limit
      ? sentence('vibration-above', { now, limit })
      : sentence('vibration-rising', {
          now,
          limit,
          perWeek: round(now * (Math.exp(7 * trend.slope * trend.climbing) - 1), 2),
        }),
  )
}

function heat(config: PumpConfig, days: readonly PumpDay[], asOf: Micros): Mechanism | null {
  const points = days.flatMap((d) => (d.bearing === null ? [] : [{ day: d.day, y: d.bearing }]))
  const trend = findTrend(points, {
    slopes: [0.25, 0.4, 0.7, 1.1, 1.8, 3],
    leastNoise: 0.4,
    onsetPerDay: ONSET_PER_DAY,
  })
  if (!trend) return null
  const now = round(trend.now, 1)
  return mechanism('heat', trend, BEARING_LIMIT, config.signals['bearing-temperature']?.key, asOf, () =>
    now >= BEARING_LIMIT
      ? sentence('bearing-above', { now, limit: BEARING_LIMIT })
      : sentence('bearing-warming', {
          now,
          limit: BEARING_LIMIT,
          perWeek: round(7 * trend.slope * trend.climbing, 2),
        }),
  )
}

function mechanism(
  kind: Mechanism['kind'],
  trend: Trend,
  limit: number,
  signal: string | undefined,
  asOf: Micros,
  say: () => Reason['sentence'],
): Mechanism {
  const reached = reachesLimit(trend, limit, HORIZON_DAYS)
  return {
    kind,
    ...reached,
    reason: {
      weight: Math.max(0.001, -Math.log(1 - Math.min(0.999, reached.probability))),
      sentence: say(),
      chart: signal ? { signal, from: asOf - 45 * DAY, to: asOf, expected: null } : null,
    },
  }
}

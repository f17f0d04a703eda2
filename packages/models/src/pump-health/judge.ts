import { DAY, type Micros } from '@driftbild/core'
import { energyLost } from '../common/energy-lost.ts'
import { type Finding, type Reason, round } from '../common/prediction.ts'
import { sentence } from '../sentences.ts'
import { BEARING_LIMIT, type PumpConfig, vibrationLimit } from './config.ts'
import { type Mechanism, mechanismsOf, type PumpDay, pointsTo } from './mechanisms.ts'

export const HORIZON_DAYS = 30

interface Coming {
  kind: Mechanism['kind']
  probability: number
  from: number
  likely: number
  to: number
  reason: Reason
}

/** That the pump fails within 30 days: worn out, shaken apart or run hot, whichever comes first. */
export function judgePump(config: PumpConfig, days: readonly PumpDay[], asOf: Micros): Finding | null {
  const coming = mechanismsOf(config, days).map((mechanism) => comingOf(config, mechanism, asOf))
  if (coming.length === 0) return null
  const [first] = coming.toSorted((a, b) => b.probability - a.probability)
  const probability = 1 - coming.reduce((none, m) => none * (1 - m.probability), 1)
  const at = (inDays: number) => asOf + Math.min(365, inDays) * DAY
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'pump-failure',
    probability,
    when: { from: at(first!.from), likely: at(first!.likely), to: at(Math.max(first!.to, first!.likely)) },
    horizon: asOf + HORIZON_DAYS * DAY,
    reasons: [
      ...coming.filter((m) => m === first || m.probability > 0.05).map((m) => m.reason),
      ...besides(first!, days),
    ],
  }
}

/** Beside a trend's own reason, and none itself: what in the pump it points to, and what the loss has cost. */
function besides(first: Coming, days: readonly PumpDay[]): Reason[] {
  const mode = pointsTo(first.kind, days)
  const lost = energyLost(energyDays(days))
  return [
    ...(mode ? [{ weight: 0, sentence: sentence('failure-points-to', { mode }) }] : []),
    ...(lost ? [{ weight: 0, sentence: lost }] : []),
  ]
}

export const energyDays = (days: readonly PumpDay[]) =>
  days.map(({ used, efficiency }) => ({ used, share: efficiency && Math.min(1, efficiency) }))

function comingOf(config: PumpConfig, { kind, trend, outlook, signal }: Mechanism, asOf: Micros): Coming {
  const probability = outlook.probability(HORIZON_DAYS)
  const chart = signal
    ? {
        ...{ signal: signal.key, from: asOf - 45 * DAY, to: asOf, expected: null },
        ...(signal.limit !== undefined && { limit: { value: signal.limit, side: 'above' as const } }),
      }
    : null
  return {
    kind,
    probability,
    ...{ from: outlook.climbsBy(0.1), likely: outlook.climbsBy(0.5), to: outlook.climbsBy(0.9) },
    reason: {
      weight: Math.max(0.001, -Math.log(1 - Math.min(0.999, probability))),
      sentence: says[kind](config, trend),
      chart,
    },
  }
}

const says: Record<Mechanism['kind'], (config: PumpConfig, trend: Mechanism['trend']) => Reason['sentence']> =
  {
    wear: (_, trend) =>
      sentence('efficiency-lost', {
        now: round(Math.exp(-trend.latest), 3),
        expected: 1,
        perMonth: round(1 - Math.exp(-30 * trend.slope * trend.climbing), 3),
      }),
    shaking: (config, trend) => {
      const limit = vibrationLimit(config)
      const now = round(Math.exp(trend.latest), 2)
      if (now >= limit) return sentence('vibration-above', { now, limit })
      const perWeek = round(now * (Math.exp(7 * trend.slope * trend.climbing) - 1), 2)
      return sentence('vibration-rising', { now, limit, perWeek })
    },
    heat: (_, trend) => {
      const now = round(trend.latest, 1)
      if (now >= BEARING_LIMIT) return sentence('bearing-above', { now, limit: BEARING_LIMIT })
      const perWeek = round(7 * trend.slope * trend.climbing, 2)
      return sentence('bearing-warming', { now, limit: BEARING_LIMIT, perWeek })
    },
  }

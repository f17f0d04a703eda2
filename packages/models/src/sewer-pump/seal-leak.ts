import { convert, DAY, type Micros, type Rollup } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { median } from '../common/statistics.ts'
import { findTrend, limitOutlook, type Trend } from '../common/trend-posterior.ts'
import { sentence } from '../sentences.ts'
import type { SewerPumpConfig } from './config.ts'

/** Share of water in the oil between a pump's seals, a day's middle. */
export interface SealDay {
  day: number
  value: number
}

/** Share from which the oil no longer lubricates and the motor is next: where the usual sensors end. */
export const SEAL_LIMIT = 0.2
const HORIZON_DAYS = 30
const LEAST_READINGS = 4

export function sealDay(config: SewerPumpConfig, rollups: readonly Rollup[], day: number): SealDay | null {
  const { seal } = config
  const known = rollups.flatMap((r) =>
    seal && r.average !== null ? [convert(r.average, seal.unit, '1')] : [],
  )
  return known.length < LEAST_READINGS ? null : { day, value: median(known)! }
}

export const sealTrend = (days: readonly SealDay[]): Trend | null =>
  findTrend(
    days.map(({ day, value }) => ({ day, y: value })),
    { slopes: [0.0006, 0.0012, 0.0025, 0.005, 0.01, 0.02], leastNoise: 0.002, onsetPerDay: 1 / 1000 },
  )

/** Water gets past a seal: the share in its oil climbs, and when it will be too much. */
export function sealLeak(config: SewerPumpConfig, days: readonly SealDay[], asOf: Micros): Finding | null {
  const trend = sealTrend(days)
  if (!config.seal || !trend) return null
  const outlook = limitOutlook(trend, SEAL_LIMIT)
  const at = (share: number) => asOf + Math.min(365, outlook.climbsBy(share)) * DAY
  const now = round(trend.latest, 3)
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'seal-leak',
    probability: outlook.probability(HORIZON_DAYS),
    when: { from: at(0.1), likely: at(0.5), to: at(0.9) },
    horizon: asOf + HORIZON_DAYS * DAY,
    reasons: [
      {
        weight: 1,
        sentence: sentence('seal-takes-water', {
          now,
          limit: SEAL_LIMIT,
          perWeek: round(7 * trend.slope * trend.climbing, 4),
        }),
        chart: {
          ...{ signal: config.seal.key, from: asOf - 45 * DAY, to: asOf, expected: null },
          limit: { value: convert(SEAL_LIMIT, '1', config.seal.unit), side: 'above' },
        },
      },
    ],
  }
}

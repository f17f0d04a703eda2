import { energyLossOf } from '../common/energy-lost.ts'
import { median } from '../common/statistics.ts'
import { limitOutlook } from '../common/trend-posterior.ts'
import {
  capacityNoise,
  capacityTrend,
  currentOf,
  LEARN_DAYS,
  modeOf,
  type SewerPumpState,
} from '../sewer-pump/model.ts'
import { SEAL_LIMIT, sealTrend } from '../sewer-pump/seal-leak.ts'
import type { HealthMeasure } from './health-index.ts'
import { indexOf, type PumpCondition, type PumpConditionMode } from './pump-condition.ts'
import { remainingLife } from './remaining-life.ts'

/** Share of its own capacity at which a wastewater pump no longer does its job: a round figure of ours. */
export const CAPACITY_LIMIT = 0.8
const CLIMBS = 0.5
const RECENT = 3

/** How a wastewater pump is, by what it lifts and by its seals. */
export function sewerPumpCondition({ days, seal }: SewerPumpState): PumpCondition {
  const usual = days.length > LEARN_DAYS ? median(days.slice(0, LEARN_DAYS).map((d) => d.flow)) : null
  const capacity = usual === null ? null : capacityTrend(days, usual)
  const water = sealTrend(seal)
  const measures: HealthMeasure[] = [
    {
      ...{ kind: 'capacity', limit: CAPACITY_LIMIT * (usual ?? 0) },
      days: usual === null ? [] : days.map((d) => ({ day: d.day, value: d.flow })),
    },
    { kind: 'seal', days: seal, limit: SEAL_LIMIT },
  ]
  return {
    days: days.length,
    ...indexOf(measures),
    mode: usual === null ? sealMode(water) : (cloggingMode(days, usual) ?? sealMode(water)),
    remaining: remainingLife([
      ...(capacity ? [limitOutlook(capacity, -Math.log(CAPACITY_LIMIT))] : []),
      ...(water ? [limitOutlook(water, SEAL_LIMIT)] : []),
    ]),
    energy:
      usual === null
        ? null
        : energyLossOf(days.map((d) => ({ used: d.used, share: Math.min(1, d.flow / usual) }))),
  }
}

const sealMode = (water: ReturnType<typeof sealTrend>): PumpConditionMode | null =>
  water && water.climbing > CLIMBS ? 'seal' : null

function cloggingMode(days: SewerPumpState['days'], usual: number): PumpConditionMode | null {
  const share = median(days.slice(-RECENT).map((d) => d.flow / usual))!
  const slope = capacityTrend(days, usual)?.slope ?? null
  return modeOf(share, currentOf(days, capacityNoise(days, usual)), slope)
}

import { type EnergyLoss, energyLossOf } from '../common/energy-lost.ts'
import { BEARING_LIMIT, EFFICIENCY_LIMIT, type PumpConfig, vibrationLimit } from '../pump-health/config.ts'
import { energyDays } from '../pump-health/judge.ts'
import { mechanismsOf, type PumpDay, pointsTo, pumpModes } from '../pump-health/mechanisms.ts'
import type { PumpState } from '../pump-health/model.ts'
import { ownDays, type PumpNetworkState } from '../pump-network/model.ts'
import { cloggingModes } from '../sewer-pump/model.ts'
import { type HealthMeasure, indexCourse, type JudgedMeasure, judgeMeasure } from './health-index.ts'
import { type RemainingLife, remainingLife } from './remaining-life.ts'

/** How a pump is, whether or not anything is predicted of it. */
export interface PumpCondition {
  /** Days on which it ran and was measured. */
  days: number
  /** 100 as in its first days, 0 at the first limit: what the worst of its measures leaves; null while that is learnt. */
  index: number | null
  course: { day: number; index: number }[]
  measures: JudgedMeasure[]
  /** What its measures point to, once one of them is more likely than not on its way to its limit. */
  mode: PumpConditionMode | null
  remaining: RemainingLife
  energy: EnergyLoss | null
}

export const pumpConditionModes = [
  ...pumpModes,
  ...cloggingModes.filter((mode) => mode !== 'wear'),
  'seal',
] as const
export type PumpConditionMode = (typeof pumpConditionModes)[number]

/** More likely than not. */
const CLIMBS = 0.5

export function waterPumpCondition(state: PumpState | PumpNetworkState): PumpCondition {
  const { config } = state
  const days = 'learnt' in state ? state.days : ownDays(state.days)
  const measures = measuresOf(config, days)
  const mechanisms = mechanismsOf(config, days)
  const worst = mechanisms
    .filter(({ trend }) => trend.climbing > CLIMBS)
    .toSorted((a, b) => a.outlook.climbsBy(0.5) - b.outlook.climbsBy(0.5))[0]
  return {
    days: days.length,
    ...indexOf(measures),
    mode: worst ? pointsTo(worst.kind, days) : null,
    remaining: remainingLife(mechanisms.map(({ outlook }) => outlook)),
    energy: energyLossOf(energyDays(days)),
  }
}

function measuresOf(config: PumpConfig, days: readonly PumpDay[]): HealthMeasure[] {
  const of = (role: 'efficiency' | 'vibration' | 'bearing', limit: number): HealthMeasure => ({
    kind: role,
    days: days.flatMap((d) => (d[role] === null ? [] : [{ day: d.day, value: d[role] }])),
    limit,
  })
  return [
    of('efficiency', EFFICIENCY_LIMIT),
    of('vibration', vibrationLimit(config)),
    of('bearing', BEARING_LIMIT),
  ]
}

/** The index of the worst measure, now and day by day. */
export function indexOf(
  measures: readonly HealthMeasure[],
): Pick<PumpCondition, 'index' | 'course' | 'measures'> {
  const judged = measures.flatMap((one) => judgeMeasure(one) ?? []).toSorted((a, b) => a.index - b.index)
  return { index: judged[0]?.index ?? null, course: indexCourse(measures), measures: judged }
}

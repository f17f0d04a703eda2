export { type PumpState, pumpHealth } from '../pump-health/model.ts'
export { type PumpNetworkState, pumpNetwork } from '../pump-network/model.ts'
export { type SewerPumpState, sewerPump } from '../sewer-pump/model.ts'
export { type HealthMeasureKind, healthMeasures, type JudgedMeasure } from './health-index.ts'
export {
  type PumpCondition,
  type PumpConditionMode,
  pumpConditionModes,
  waterPumpCondition,
} from './pump-condition.ts'
export type { RemainingLife } from './remaining-life.ts'
export { sewerPumpCondition } from './sewer-pump-condition.ts'

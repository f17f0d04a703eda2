export { type SewerInflowConfig, sewerInflowSubjects } from '../sewer-inflow/config.ts'
export {
  type InflowFigures,
  type InflowMonth,
  inflowFigures,
  NIGHT_USE,
} from '../sewer-inflow/inflow-figures.ts'
export { type SewerInflowState, sewerInflow } from '../sewer-inflow/model.ts'
export { detectOverflows, RAIN_BEFORE } from './detect-overflows.ts'
export { type LevelEffect, type LevelProposal, proposeLevels } from './level-proposal.ts'

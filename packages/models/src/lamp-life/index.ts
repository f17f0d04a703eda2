export { lampOut } from '../lamp-out/model.ts'
export { lightingsANight, type Switching } from '../lamp-out/switching.ts'
export {
  atIntervals,
  type Course,
  courseOf,
  type GroupPlan,
  planRelamping,
  type RelampingPlan,
  savingOf,
} from './group-plan.ts'
export { type LampGroup, lampGroups } from './lamp-group.ts'
export { type LampStock, lampStock, medianLife } from './lamp-lives.ts'
export { failureChance, lawFinder, monthlyFailures } from './lamp-outlook.ts'
export { lampPriors } from './lamp-priors.ts'
export {
  LightingFigure,
  type LightingFigureName,
  type LightingTerms,
  lightingFigures,
  lightingFiguresWith,
  lightingTerms,
} from './lighting-figures.ts'

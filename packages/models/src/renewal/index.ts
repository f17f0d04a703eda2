export { defaultFigures, figureFinder, figuresWith, RenewalFigure } from './figures.ts'
export {
  planRenewal,
  type RenewalPlan,
  type RenewalTerms,
  type RenewalYear,
  type Replacement,
} from './plan-renewal.ts'
export { type Condition, type RenewalAsset, renewalAsset } from './renewal-asset.ts'

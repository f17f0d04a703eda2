export { brier } from './backtest/scores.ts'
export { firstEmptying } from './bin-fill/follow-fill.ts'
export type { CardScore } from './card.ts'
export { hashOf } from './common/hash.ts'
export { inputsHash } from './common/prediction.ts'
export { leakGradeIn, leakLearningIn } from './leak-location/model.ts'
export * from './learning.ts'
export * from './model.ts'
export { activeModels, cards, isActive, type ModelCard, models } from './models.ts'
export { NIGHT_HOURS } from './night-flow/nights.ts'
export { type ReliabilityPoint, reliability } from './reliability.ts'
export {
  LEAST_OUTCOMES,
  type ProposedRevision,
  proposeRevision,
} from './revision/propose-revision.ts'
export { type Revision, revised, revisionIn } from './revision/revised.ts'
export { type SentenceCode, sentences } from './sentences.ts'
export * from './what-if.ts'

export type { CardScore } from './card.ts'
export * from './model.ts'
export { activeModels, cards, isActive, type ModelCard, models } from './models.ts'
export { type SentenceCode, sentences } from './sentences.ts'

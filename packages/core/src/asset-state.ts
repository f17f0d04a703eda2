import type { Priority } from './alarm.ts'

/** What a map, list, chart or page shows of an asset, worst first. Colour and shape follow from it alone. */
export const assetStates = [
  'critical',
  'high',
  'low',
  'prediction',
  'stale',
  'information',
  'normal',
] as const
export type AssetState = (typeof assetStates)[number]

export interface AssetFacts {
  /** Priorities of its active alarms that are not shelved. */
  alarms: readonly Priority[]
  /** Highest probability of its standing predictions; null without any. */
  prediction: number | null
  /** A signal that should have reported has not, or its newest reading is bad. */
  stale: boolean
  /** Something worth knowing that asks nothing of anybody. */
  information: boolean
}

/** Predictions below this are not shown as a state; they stand in the list. */
export const SHOWN_PROBABILITY = 0.5

export function assetState(facts: AssetFacts): AssetState {
  const worst = (['critical', 'high', 'low'] as const).find((p) => facts.alarms.includes(p))
  if (worst) return worst
  if (facts.prediction !== null && facts.prediction >= SHOWN_PROBABILITY) return 'prediction'
  if (facts.stale) return 'stale'
  return facts.information ? 'information' : 'normal'
}

export const worstState = (states: Iterable<AssetState>): AssetState => {
  let worst: AssetState = 'normal'
  for (const s of states) if (assetStates.indexOf(s) < assetStates.indexOf(worst)) worst = s
  return worst
}

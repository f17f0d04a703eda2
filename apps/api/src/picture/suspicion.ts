import { faultModes } from '@driftbild/core'
import type { StoredPrediction } from '@driftbild/store'

/** Where a leak may be: what all models that look for one say together. */
export interface Suspicion {
  /** That it leaks there, 0 to 1. */
  probability: number
  /** Ids of the predictions that say so. */
  predictions: string[]
}

/** Less than this nobody would dig for, and it stands in the prediction. */
const LEAST = 0.01

/** By asset: that at least one of the predictions is right about it, each being right or wrong by itself. */
export function suspicionOf(
  standing: readonly Pick<StoredPrediction, 'id' | 'prediction'>[],
): Map<string, Suspicion> {
  const found = new Map<string, Suspicion>()
  for (const { id, prediction } of standing) {
    if (faultModes[prediction.kind].family !== 'leak') continue
    const subject =
      prediction.subject.type === 'asset' ? [{ asset: prediction.subject.tag, probability: 1 }] : []
    const places = prediction.candidates.length > 0 ? prediction.candidates : subject
    for (const { asset, probability } of places) {
      const share = prediction.probability * probability
      if (share < LEAST) continue
      const known = found.get(asset)
      found.set(asset, {
        probability: 1 - (1 - (known?.probability ?? 0)) * (1 - share),
        predictions: [...(known?.predictions ?? []), id],
      })
    }
  }
  return found
}

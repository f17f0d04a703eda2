import { type Evidence, formatTime } from '@driftbild/core'
import type { StoredPrediction } from '@driftbild/store'
import type { PredictionView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { viewSubject } from './subject.ts'

export function viewPrediction(picture: Picture, stored: StoredPrediction): PredictionView {
  const { id, prediction, standing, fault, judgement, energyPrice } = stored
  return {
    id,
    ...prediction,
    evidence: prediction.evidence.map((one) => priced(one, energyPrice)),
    ...viewSubject(picture, prediction.subject, prediction.kind),
    standing,
    fault,
    judgement: judgement && { ...judgement, at: formatTime(judgement.at) },
  }
}

/** What lost energy costs, at the price that the municipality states. */
function priced(evidence: Evidence, price: number | null): Evidence {
  const { code, params } = evidence.sentence
  if (price === null || code !== 'energy-lost') return evidence
  const cost = Math.round(Number(params.lost) * price)
  return { ...evidence, sentence: { code, params: { ...params, cost } } }
}

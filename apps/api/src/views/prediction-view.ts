import { formatTime } from '@driftbild/core'
import type { StoredPrediction } from '@driftbild/store'
import type { PredictionView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { viewSubject } from './subject.ts'

export function viewPrediction(picture: Picture, stored: StoredPrediction): PredictionView {
  const { id, prediction, standing, fault, judgement } = stored
  return {
    id,
    ...prediction,
    ...viewSubject(picture, prediction.subject, prediction.kind),
    standing,
    fault,
    judgement: judgement && { ...judgement, at: formatTime(judgement.at) },
  }
}

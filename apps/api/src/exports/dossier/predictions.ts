import { toMillis } from '@driftbild/core'
import { naturalFrequency, predictionTitle, sentenceWords, whenSentence } from '@driftbild/words'
import type { PredictionView } from '../../contract/index.ts'
import type { Speech } from '../speech.ts'
import type { SectionParts } from './section.ts'

const MOST = 10
/** Of a reason's weight, below which it would read 0 %. */
const LEAST_SHARE = 0.005

/** What the models expect, how surely, and why. Advice: a person decides. */
export function writePredictions({ paper, speech, file, madeAt }: SectionParts): void {
  const { t, f } = speech
  const shown = file.predictions
    .toSorted((a, b) => Number(b.standing) - Number(a.standing) || b.asOf - a.asOf)
    .slice(0, MOST)
  if (shown.length === 0) {
    paper.text(t('predictions.none.what'), { quiet: true })
    return
  }
  paper.text(t('predictions.lead'), { quiet: true })
  for (const prediction of shown) {
    const headline = predictionTitle(prediction, t)
    paper.heading(3, prediction.standing ? headline : `${headline} (${t('prediction.withdrawn')})`)
    const { of, right } = naturalFrequency(prediction.probability)
    paper.stateLine(
      'prediction',
      `${f.percent(prediction.probability)}. ${t('prediction.frequency', { of, right })}`,
    )
    paper.text(whenSentence(prediction, toMillis(madeAt), t, f))
    for (const { weight, sentence } of prediction.evidence) {
      const share = weight >= LEAST_SHARE ? ` (${t('prediction.weight', { share: f.percent(weight) })})` : ''
      paper.text(`– ${sentenceWords(sentence, speech, f)}${share}`)
    }
    paper.text(judgementOf(prediction, speech))
    const { name, version } = prediction.model
    paper.text(`${t('prediction.by', { model: name, version })} · ${speech.moment(prediction.asOf)}`, {
      quiet: true,
      small: true,
    })
  }
}

function judgementOf({ judgement }: PredictionView, { t }: Speech): string {
  if (!judgement) return t('judgement.none')
  const verdict = t(judgement.agree ? 'prediction.agreed' : 'prediction.disagreed')
  return `${verdict} ${judgement.reason}`
}

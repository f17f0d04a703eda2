import { DAY, type Prediction, toMillis } from '@driftbild/core'
import type { Format } from './format.ts'
import type { Translate } from './translate.ts'

/** A prediction, and whether it still stands. */
type Told = Pick<Prediction, 'when' | 'asOf'> & { standing: boolean }

/** When, in one sentence: it has begun, it is about to, or it is expected between two times. */
export function whenSentence(told: Told, nowMs: number, t: Translate, f: Format): string {
  const { from, likely, to } = told.when
  // Over days the minute says nothing.
  const at = to - from > 2 * DAY ? f.day : f.moment
  const sentences = {
    withdrawn: () => t('prediction.was-expected', { at: at(likely), from: at(from), to: at(to) }),
    begun: () => t('prediction.began', { at: at(likely), from: at(from), to: at(to) }),
    ahead: () => t('prediction.expected', { in: f.relative(likely, nowMs), from: at(from), to: at(to) }),
  }
  // A shortened month brings a full stop of its own.
  return sentences[stageOf(told, nowMs)]().replace(/\.\.$/, '.')
}

/** The same in a few words, for a list. */
export function whenShort(told: Told, nowMs: number, t: Translate, f: Format): string {
  const { likely } = told.when
  const words = {
    withdrawn: () => t('prediction.was-due', { at: f.moment(likely) }),
    begun: () => t('prediction.since', { at: f.moment(likely) }),
    ahead: () => t('prediction.in', { in: f.relative(likely, nowMs) }),
  }
  return words[stageOf(told, nowMs)]()
}

/** What was foretold and no longer stands did not begin, as far as anybody knows. */
function stageOf({ when: { likely }, asOf, standing }: Told, nowMs: number): 'withdrawn' | 'begun' | 'ahead' {
  if (!standing && likely > asOf) return 'withdrawn'
  return toMillis(likely) <= nowMs ? 'begun' : 'ahead'
}

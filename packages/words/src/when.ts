import { DAY, type Prediction, toMillis } from '@driftbild/core'
import type { Format } from './format.ts'
import type { Translate } from './translate.ts'

/** A prediction, and whether it still stands. */
type Told = Pick<Prediction, 'when' | 'asOf'> & { standing: boolean }

/**
 * When, in one sentence: it has begun, it is about to, or it is expected between two times. What was foretold and no longer
 * stands did not begin, as far as anybody knows: it was expected.
 */
export function whenSentence({ when, asOf, standing }: Told, nowMs: number, t: Translate, f: Format): string {
  const { from, likely, to } = when
  // Over days the minute says nothing.
  const at = to - from > 2 * DAY ? f.day : f.moment
  const sentence =
    !standing && likely > asOf
      ? t('prediction.was-expected', { at: at(likely), from: at(from), to: at(to) })
      : toMillis(likely) <= nowMs
        ? t('prediction.began', { at: at(likely), from: at(from), to: at(to) })
        : t('prediction.expected', { in: f.relative(likely, nowMs), from: at(from), to: at(to) })
  // A shortened month brings a full stop of its own.
  return sentence.replace(/\.\.$/, '.')
}

/** The same in a few words, for a list. */
export function whenShort(when: Prediction['when'], nowMs: number, t: Translate, f: Format): string {
  return toMillis(when.likely) <= nowMs
    ? t('prediction.since', { at: f.moment(when.likely) })
    : t('prediction.in', { in: f.relative(when.likely, nowMs) })
}

import type { Prediction } from '@driftbild/core'
import type { Translate } from './translate.ts'

/** What is foretold and where; a second one of its kind at the same place says which. */
export function predictionTitle(
  { kind, ordinal, subjectName: subject }: Pick<Prediction, 'kind' | 'ordinal'> & { subjectName: string },
  t: Translate,
): string {
  const mode = t(`mode.${kind}`)
  return ordinal === undefined
    ? t('prediction.headline', { mode, subject })
    : t('prediction.headline.nth', { mode, ordinal, subject })
}

import { Link } from '@tanstack/react-router'
import type { PredictionView } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { useNow } from '../../ui/now.ts'
import { naturalFrequency } from './natural-frequency.ts'
import { whenShort } from './prediction-words.ts'

/** A prediction in two lines: what and where, when and how sure. */
export function PredictionLine({ prediction }: { prediction: PredictionView }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const now = useNow()
  const { of, right } = naturalFrequency(prediction.probability)
  return (
    <div>
      <Link
        className="row-title"
        to="/$municipality/predictions/$id"
        params={{ municipality: code, id: prediction.id }}
      >
        {t('prediction.headline', { mode: t(`mode.${prediction.kind}`), subject: prediction.subjectName })}
      </Link>
      <p className="row-facts">
        <span>{prediction.subject.tag}</span>
        <span>{whenShort(prediction.when, now, t, f)}</span>
        <span>{t('prediction.odds', { right, of })}</span>
        {prediction.size && (
          <span>
            {t('prediction.size', {
              value: f.value(prediction.size.value, prediction.size.unit),
              unit: find(`unit.${prediction.size.unit}`) ?? prediction.size.unit,
            })}
          </span>
        )}
      </p>
    </div>
  )
}

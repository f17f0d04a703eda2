import { naturalFrequency, predictionTitle, shownSizeUnit, whenShort } from '@driftbild/words'
import { Link } from '@tanstack/react-router'
import type { PredictionView } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { useDataNow } from '../../ui/now.ts'

/** A prediction in two lines: what and where, when and how sure. */
export function PredictionLine({ prediction }: { prediction: PredictionView }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const now = useDataNow()
  const { of, right } = naturalFrequency(prediction.probability)
  const { size } = prediction
  const unit = size && shownSizeUnit(size.unit)
  return (
    <div>
      <Link
        className="row-title"
        to="/$municipality/predictions/$id"
        params={{ municipality: code, id: prediction.id }}
      >
        {predictionTitle(prediction, t)}
      </Link>
      <p className="row-facts">
        <span>{prediction.subject.tag}</span>
        <span>{whenShort(prediction, now, t, f)}</span>
        <span>{t('prediction.odds', { right, of })}</span>
        {unit && (
          <span>
            {unit === 'lamps'
              ? t('prediction.size.lamps', { count: Math.round(size.value) })
              : t('prediction.size', {
                  value: f.value(size.value, unit),
                  unit: find(`unit.${unit}`) ?? unit,
                })}
          </span>
        )}
      </p>
    </div>
  )
}

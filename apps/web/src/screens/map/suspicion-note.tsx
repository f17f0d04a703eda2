import { predictionTitle } from '@driftbild/words'
import { Link } from '@tanstack/react-router'
import type { PredictionView } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { IconButton } from '../../ui/button.tsx'

/** What the heat on the pipes means, while a prediction is looked at on the map. */
export function SuspicionNote({ prediction, onClose }: { prediction: PredictionView; onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  return (
    <aside className="map-note" aria-label={t('map.suspicion')}>
      <StateMark state="prediction" probability={prediction.probability} size={20} />
      <div>
        <Link to="/$municipality/predictions/$id" params={{ municipality: code, id: prediction.id }}>
          {predictionTitle(prediction, t)}
        </Link>
        {prediction.candidates.length > 1 && <p className="quiet">{t('map.suspicion.what')}</p>}
        <ol className="candidates">
          {prediction.candidates.slice(0, 5).map((candidate) => (
            <li key={candidate.asset}>
              <Link
                to="/$municipality/map"
                params={{ municipality: code }}
                search={{ asset: candidate.asset, prediction: prediction.id }}
              >
                {candidate.asset}
              </Link>{' '}
              <Share of={candidate.probability} />
            </li>
          ))}
        </ol>
      </div>
      <IconButton icon="close" label={t('action.close')} onPress={onClose} />
    </aside>
  )
}

function Share({ of }: { of: number }) {
  const { f } = useWords()
  return <span className="quiet">{f.percent(of)}</span>
}

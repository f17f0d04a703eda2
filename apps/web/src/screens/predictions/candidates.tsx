import { Link } from '@tanstack/react-router'
import type { PredictionView } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

const SHOWN = 6

/** Where it may be, most likely first; the same places glow on the map. */
export function Candidates({ prediction }: { prediction: PredictionView }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const [first] = prediction.candidates
  return (
    <section className="card" aria-labelledby="where">
      <h2 id="where">{t('prediction.where')}</h2>
      <ol className="candidates">
        {prediction.candidates.slice(0, SHOWN).map((candidate) => (
          <li key={candidate.asset}>
            <Link
              to="/$municipality/map"
              params={{ municipality: code }}
              search={{ asset: candidate.asset, prediction: prediction.id }}
            >
              {candidate.asset}
            </Link>
            <meter min={0} max={first?.probability ?? 1} value={candidate.probability} aria-hidden="true" />
            <span className="number">{f.percent(candidate.probability)}</span>
          </li>
        ))}
      </ol>
      {prediction.candidates.length > SHOWN && (
        <p className="quiet">
          {t('prediction.more-places', { count: prediction.candidates.length - SHOWN })}
        </p>
      )}
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { ZonePage } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

const HeatMap = lazy(() => import('../../map/heat-map.tsx').then((m) => ({ default: m.HeatMap })))

/** Where models look for the cause, as a heat along the pipes and as a list, each with the prediction that says so. */
export function Suspects({ page: { tag, name: zone, suspects, box } }: { page: ZonePage }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const most = suspects[0]?.probability ?? 1
  return (
    <section className="card" aria-labelledby="suspects">
      <h2 id="suspects">{t('zone.suspects')}</h2>
      <div className="suspects">
        {box && (
          <Suspense fallback={<div className="skeleton places-map" />}>
            <HeatMap zone={tag} box={box} label={t('zone.heat', { zone })} />
          </Suspense>
        )}
        <ol className="candidates">
          {suspects.map(({ asset, name, probability, prediction }) => (
            <li key={asset}>
              <Link
                to="/$municipality/map"
                params={{ municipality: code }}
                search={{ asset, prediction }}
                title={name}
              >
                {asset}
              </Link>
              <meter min={0} max={most} value={probability} aria-hidden="true" />
              <span className="number">{f.percent(probability)}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

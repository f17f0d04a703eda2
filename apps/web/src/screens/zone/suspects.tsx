import { Link } from '@tanstack/react-router'
import type { ZonePage } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

/** Where models look for the cause, likeliest first, each with the prediction that says so. */
export function Suspects({ suspects }: { suspects: ZonePage['suspects'] }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const most = suspects[0]?.probability ?? 1
  return (
    <section className="card" aria-labelledby="suspects">
      <h2 id="suspects">{t('zone.suspects')}</h2>
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
    </section>
  )
}

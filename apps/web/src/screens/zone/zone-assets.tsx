import { assetStates } from '@driftbild/core'
import { Link } from '@tanstack/react-router'
import type { ZonePage } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { ClassIcon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'

/** What there is in the zone, by state and by class; each count leads to the assets that it counts. */
export function ZoneAssets({ page: { tag, service, states, classes } }: { page: ZonePage }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const filter = { q: undefined, service, class: undefined, state: undefined, zone: tag }
  return (
    <section className="card" aria-labelledby="zone-assets">
      <h2 id="zone-assets">{t('service.assets')}</h2>
      <ul className="state-counts">
        {assetStates.flatMap((state) => {
          const count = states[state]
          if (!count) return []
          return [
            <li key={state}>
              <Link to="/$municipality/list" params={{ municipality: code }} search={{ ...filter, state }}>
                <StateMark state={state} probability={0.75} />
                <span className="number">{f.number(count, 0)}</span>
                {t(`states.${state}`, { count })}
              </Link>
            </li>,
          ]
        })}
      </ul>
      <ul className="class-counts">
        {assetClassNames.flatMap((name) => {
          const count = classes[name]
          if (!count) return []
          return [
            <li key={name}>
              <ClassIcon of={name} size={16} />
              <Link
                to="/$municipality/list"
                params={{ municipality: code }}
                search={{ ...filter, class: name }}
              >
                {t(`class.${name}`)}
              </Link>
              <span className="number">{f.number(count, 0)}</span>
            </li>,
          ]
        })}
      </ul>
    </section>
  )
}

import { type AssetClass, type AssetState, assetStates } from '@driftbild/core'
import { Link } from '@tanstack/react-router'
import type { Overview } from '../../data/overview.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { ClassIcon, ServiceIcon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'

type ServicePicture = Overview['services'][number]

/** How one service stands: what is not normal, of how many, and what there is. */
export function ServiceCard({ service }: { service: ServicePicture }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const filter = {
    q: undefined,
    service: service.service,
    class: undefined,
    state: undefined,
    zone: undefined,
  }
  const apart = assetStates.filter((state) => state !== 'normal' && (service.states[state] ?? 0) > 0)
  const classes = assetClassNames.flatMap((name): [AssetClass, number][] => {
    const count = service.classes[name]
    return count === undefined ? [] : [[name, count]]
  })
  return (
    <article className="card service-card">
      <h3>
        <ServiceIcon of={service.service} size={22} />
        <Link to="/$municipality/list" params={{ municipality: code }} search={filter}>
          {t(`service.${service.service}`)}
        </Link>
        <span className="number quiet">{f.number(service.assets, 0)}</span>
      </h3>
      <StateBar states={service.states} total={service.assets} />
      {apart.length === 0 ? (
        <p className="calm">{t('overview.service.calm')}</p>
      ) : (
        <ul className="state-counts">
          {apart.map((state) => (
            <li key={state}>
              <Link to="/$municipality/list" params={{ municipality: code }} search={{ ...filter, state }}>
                <StateMark state={state} probability={0.75} />
                <span className="number">{f.number(service.states[state] ?? 0, 0)}</span>
                {t(`states.${state}`, { count: service.states[state] ?? 0 })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <p className="quiet">{t('overview.service.orders', { count: service.openOrders })}</p>
      <ul className="class-counts">
        {classes.map(([name, count]) => (
          <li key={name}>
            <ClassIcon of={name} size={16} />
            <span>{t(`class.${name}`)}</span>
            <span className="number">{f.number(count, 0)}</span>
          </li>
        ))}
      </ul>
    </article>
  )
}

/** Shares of the states, worst first; what is there at all is wide enough to see. */
function StateBar({ states, total }: { states: ServicePicture['states']; total: number }) {
  const present = assetStates.filter((state) => (states[state] ?? 0) > 0)
  return (
    <div className="state-bar" aria-hidden="true">
      {present.map((state) => (
        <span key={state} style={{ flexGrow: (states[state] ?? 0) / total, background: barColour(state) }} />
      ))}
    </div>
  )
}

const barColour = (state: AssetState): string =>
  state === 'normal'
    ? 'var(--line)'
    : state === 'information' || state === 'stale'
      ? `var(--state-edge-${state})`
      : `var(--state-${state})`

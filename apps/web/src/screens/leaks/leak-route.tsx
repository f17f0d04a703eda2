import { Link } from '@tanstack/react-router'
import type { LeakSearch } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { navigationLink } from '../my-day/navigation.ts'
import { ShutPlan } from './shut-plan.tsx'

interface LeakRouteProps {
  search: LeakSearch
  /** In the field: a plan is opened where one stands, and the phone shows the way. */
  field?: boolean
}

/** Where to listen, in walking order, and which valves to close at each place. */
export function LeakRoute({ search, field = false }: LeakRouteProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  return (
    <ol className="leak-route">
      {search.stops.map(({ tag, name, position, probability, metres, plan }, i) => (
        <li key={tag}>
          <div className="leak-stop">
            <span className="visit-number">{i + 1}</span>
            <div>
              <Link
                className="row-title"
                to="/$municipality/map"
                params={{ municipality: code }}
                search={{ shut: tag }}
              >
                {tag} <span className="quiet">{name}</span>
              </Link>
              <p className="row-facts">
                <span>{t('route.likely', { share: f.percent(probability) })}</span>
                {i > 0 && <span>{metres === null ? t('route.no-way') : t('route.walk', { metres })}</span>}
              </p>
            </div>
            {field && (
              <a className="button plain" href={navigationLink(position, name, navigator.userAgent)}>
                {t('visit.navigate')}
              </a>
            )}
          </div>
          <details className="stop-plan" open={!field && i === 0}>
            <summary>
              {plan.possible
                ? t('route.plan', {
                    valves: plan.close.length,
                    customers: plan.customers.within + plan.customers.behind,
                  })
                : t('shut.impossible')}
            </summary>
            <ShutPlan plan={plan} level={4} offline={field} />
          </details>
        </li>
      ))}
    </ol>
  )
}

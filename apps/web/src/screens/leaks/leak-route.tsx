import { Link } from '@tanstack/react-router'
import type { IsolationPlan, LeakSearch } from '../../data/leaks.ts'
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
                className="plan-link"
                to="/$municipality/map"
                params={{ municipality: code }}
                search={{ shut: tag }}
              >
                {tag} <span className="quiet">{name}</span>
              </Link>
              <p className="row-facts">
                {probability < 1 && <span>{t('route.likely', { share: f.percent(probability) })}</span>}
                {i > 0 && <span>{metres === null ? t('route.no-way') : t('route.walk', { metres })}</span>}
              </p>
            </div>
            {field && (
              <a className="button plain" href={navigationLink(position, name, navigator.userAgent)}>
                {t('visit.navigate')}
              </a>
            )}
          </div>
          <StopPlan
            plan={plan}
            like={search.stops.slice(0, i).findIndex((before) => isSamePlan(before.plan, plan))}
            isOpen={!field && i === 0}
            offline={field}
          />
        </li>
      ))}
    </ol>
  )
}

interface StopPlanProps {
  plan: IsolationPlan
  /** Index of an earlier stop that is shut off in the same way; -1 where none is. */
  like: number
  isOpen: boolean
  offline: boolean
}

/** A street's pipes often share their valves: a plan is written out once. */
function StopPlan({ plan, like, isOpen, offline }: StopPlanProps) {
  const { t } = useWords()
  if (like >= 0) return <p className="quiet">{t('route.same-plan', { place: like + 1 })}</p>
  return (
    <details className="stop-plan" open={isOpen}>
      <summary>
        {plan.possible
          ? t('route.plan', {
              valves: plan.close.length,
              customers: plan.customers.within + plan.customers.behind,
            })
          : t('route.no-plan')}
      </summary>
      <ShutPlan plan={plan} level={4} offline={offline} />
    </details>
  )
}

const isSamePlan = (a: IsolationPlan, b: IsolationPlan): boolean =>
  a.possible === b.possible &&
  a.close.length === b.close.length &&
  a.close.every(({ tag }) => b.close.some((other) => other.tag === tag)) &&
  a.customers.within + a.customers.behind === b.customers.within + b.customers.behind

import { Link } from '@tanstack/react-router'
import type { IsolationPlan } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ValveMark } from '../../signs/valve-mark.tsx'
import { ShutCustomers } from './shut-customers.tsx'
import { ValveButton } from './valve-button.tsx'

interface ShutPlanProps {
  plan: IsolationPlan
  /** Of its headings. */
  level: 3 | 4
  /** Without coverage nobody can be told about a valve. */
  offline?: boolean
}

/** A plan in words: what to close and what instead, who is without water, what opens again. */
export function ShutPlan({ plan, level, offline = false }: ShutPlanProps) {
  const { t, f } = useWords()
  const Heading = `h${level}` as const
  const { possible, close, passed, feeds, reopen, metres } = plan
  return (
    <div className="shut-plan">
      {!possible && <p className="remark">{t('shut.impossible')}</p>}
      {close.length > 0 && (
        <>
          <Heading>{t('shut.close', { count: close.length })}</Heading>
          <ol className="valves">
            {close.map((valve) => (
              <li key={valve.tag}>
                <ValveMark as="close" />
                <div>
                  <ValveLink {...valve} />
                  <p className="quiet">
                    {valve.metres === 0 ? t('shut.beside') : t('shut.away', { metres: valve.metres })}
                  </p>
                  {valve.instead !== undefined && (
                    <p className="quiet">
                      {valve.instead
                        ? t('shut.instead', {
                            valves: valve.instead.close.join(', '),
                            count: valve.instead.customers,
                          })
                        : t('shut.instead.none')}
                    </p>
                  )}
                  {!offline && <ValveButton tag={valve.tag} />}
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
      {passed.length > 0 && (
        <>
          <Heading>{t('shut.passed')}</Heading>
          <ul className="valves">
            {passed.map((valve) => (
              <li key={valve.tag}>
                <ValveMark as="passed" />
                <div>
                  <ValveLink {...valve} />
                  <p className="row-facts">
                    <span>
                      {valve.condition ? t(`valve-condition.${valve.condition}`) : t('shut.passed.unknown')}
                    </span>
                  </p>
                  {!offline && <ValveButton tag={valve.tag} />}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {possible && <ShutCustomers plan={plan} level={level} />}
      {feeds.length > 0 && (
        <>
          <Heading>{t('shut.feeds')}</Heading>
          <ul className="valves">
            {feeds.map((valve) => (
              <li key={valve.tag}>
                <ValveMark as="feeds" />
                <ValveLink {...valve} />
              </li>
            ))}
          </ul>
        </>
      )}
      {possible && (
        <p className="quiet">
          {t('shut.metres', {
            within: f.number(metres.within, 0),
            behind: f.number(metres.behind, 0),
            both: metres.behind > 0 ? 'yes' : 'no',
          })}{' '}
          {reopen.length > 0 && t('shut.reopen', { valves: reopen.join(', ') })}
        </p>
      )}
    </div>
  )
}

function ValveLink({ tag, name }: { tag: string; name: string }) {
  const { code } = useHere()
  return (
    <Link
      to="/$municipality/map"
      params={{ municipality: code }}
      search={{ asset: tag, prediction: undefined }}
      className="plan-link"
    >
      {tag} <span className="quiet">{name}</span>
    </Link>
  )
}

import { leakClasses, type Outcome } from '@driftbild/core'
import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'

/** What was found and done, with the time that it took. */
export function OutcomeCard({ outcome }: { outcome: Outcome }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const { cause, action, asset, minutes, grade, leak, checks = [] } = outcome
  return (
    <section className="card" aria-labelledby="order-outcome">
      <h2 id="order-outcome">{t('order.field.outcome')}</h2>
      <p>
        <strong>{t(headOf(outcome))}</strong> {cause}
      </p>
      {grade !== undefined && (
        <p>{t('condition.is', { grade: String(grade), words: find(`grade.${grade}`) ?? '' })}</p>
      )}
      {action && <p>{action}</p>}
      {asset && grade === undefined && (
        <p>
          {t('outcome.asset')}{' '}
          <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: asset }}>
            {asset}
          </Link>
        </p>
      )}
      {leak && (leak.flow !== null || leak.class !== null || leak.place !== null) && (
        <p>
          {leak.flow !== null && t('outcome.leak.flow', { flow: f.number(leak.flow, 1) })}{' '}
          {leak.class !== null &&
            t(`leak-class.${leak.class}`, { flow: f.number(leakClasses[leak.class], 1) })}{' '}
          {leak.place && `${leak.place[1].toFixed(5)}, ${leak.place[0].toFixed(5)}`}
        </p>
      )}
      {minutes !== undefined && (
        <dl className="facts">
          <div>
            <dt>{t('outcome.minutes')}</dt>
            <dd>{f.span(minutes * 60_000)}</dd>
          </div>
        </dl>
      )}
      {checks.length > 0 && (
        <ul className="checked" aria-label={t('visit.checks')}>
          {checks.map((check) => (
            <li key={check} className="with-icon">
              <Icon name="check" size={16} /> {find(`check.${check}`) ?? check}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Of an inspection it isn't the fault that was found, but something to do. */
function headOf({ found, grade }: Outcome) {
  if (grade !== undefined) return found ? 'inspection.defects' : 'inspection.no-defects'
  return found ? 'outcome.found' : 'outcome.not-found'
}

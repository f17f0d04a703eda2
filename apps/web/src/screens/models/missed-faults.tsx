import { Link } from '@tanstack/react-router'
import type { ModelRecord } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

/** Faults that somebody found and the model had said nothing of: what it still has to learn. */
export function MissedFaults({ record: { missed, all } }: { record: ModelRecord }) {
  const { t, f } = useWords()
  const { code } = useHere()
  return (
    <section className="card" aria-labelledby="missed">
      <h2 id="missed">{t('record.missed-faults')}</h2>
      {missed.length === 0 ? (
        <p className="quiet">{t('record.missed-faults.none')}</p>
      ) : (
        <ul className="plain-list">
          {missed.map(({ fault, mode, subjectName, from, order }) => (
            <li key={fault}>
              <Link to="/$municipality/faults/$id" params={{ municipality: code, id: fault }}>
                {t('prediction.headline', { mode: t(`mode.${mode}`), subject: subjectName })}
              </Link>{' '}
              · {f.day(from)} ·{' '}
              <Link to="/$municipality/orders/$id" params={{ municipality: code, id: order.id }}>
                {t('order.number', { number: order.number })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {all.missed > missed.length && (
        <p className="quiet">{t('record.missed-faults.more', { count: all.missed - missed.length })}</p>
      )}
    </section>
  )
}

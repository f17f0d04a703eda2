import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RenewalPlanView } from '../../data/renewal.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

const ROWS = 50

/** What is replaced, in order, and why it is its turn. */
export function ReplacementTable({ plan }: { plan: RenewalPlanView }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const [shown, setShown] = useState(ROWS)
  if (plan.first.length === 0) return null
  return (
    <section className="card" aria-labelledby="renewal-replacements">
      <h2 id="renewal-replacements">{t('renewal.replacements')}</h2>
      <Scrolling className="table-wide" label={t('renewal.replacements')}>
        <table className="numbers">
          <caption>
            {t('chart.table.some', {
              shown: Math.min(shown, plan.first.length),
              all: plan.replacements,
            })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('renewal.column.year')}</th>
              <th scope="col">{t('draft.asset')}</th>
              <th scope="col">{t('renewal.column.cost')}</th>
              <th scope="col">{t('renewal.column.age')}</th>
              <th scope="col">{t('renewal.column.probability')}</th>
              <th scope="col">{t('renewal.column.risk')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.first.slice(0, shown).map((one) => (
              <tr key={`${one.year} ${one.tag}`}>
                <td>{one.year}</td>
                <th scope="row">
                  <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: one.tag }}>
                    {one.name}
                  </Link>{' '}
                  <span className="quiet">
                    {one.tag} · {t(`class.${one.class}`)}
                  </span>
                </th>
                <td>{f.number(one.cost, 0)}</td>
                <td>
                  {t('renewal.age-of', { age: f.number(one.age, 0), life: f.number(one.life, 0) })}
                  {one.from !== 'year' && <span className="quiet"> ({t(`renewal.from.${one.from}`)})</span>}
                </td>
                <td>{f.percent(one.probability)}</td>
                <td>{f.number(one.risk, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {shown < plan.first.length && (
        <p className="more">
          <Button onPress={() => setShown(shown + ROWS)}>{t('action.more')}</Button>
        </p>
      )}
      {plan.replacements > plan.first.length && <p className="quiet">{t('renewal.rest-in-file')}</p>}
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { LightingPlanView } from '../../data/lighting.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

const ROWS = 15

/** How many lamps will fail in each of the coming months, and which of them before others. */
export function LikeliestLamps({ plan }: { plan: LightingPlanView }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const [shown, setShown] = useState(ROWS)
  const year = plan.months.reduce((sum, one) => sum + one, 0)
  const label = t('lamps.ahead')
  return (
    <section className="card" aria-labelledby="lamps-ahead">
      <h2 id="lamps-ahead">{label}</h2>
      <p className="lead">
        {t('lamps.ahead.what', {
          month: plan.months[0] ?? 0,
          quarter: plan.months.slice(0, 3).reduce((sum, one) => sum + one, 0),
          year,
        })}
      </p>
      <Scrolling className="table-wide" label={label}>
        <table className="numbers">
          <caption>{t('lamps.likeliest')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('lamps.lamp')}</th>
              <th scope="col">{t('lamps.age')}</th>
              <th scope="col">{t('lamps.within-30')}</th>
              <th scope="col">{t('lamps.within-90')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.likeliest.slice(0, shown).map((lamp) => (
              <tr key={lamp.tag}>
                <th scope="row">
                  <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: lamp.tag }}>
                    {lamp.name}
                  </Link>{' '}
                  <span className="quiet">
                    {lamp.tag} · {t(`lamps.source.${lamp.source}`)}
                  </span>
                </th>
                <td>{f.number(lamp.age, 0)}</td>
                <td>{f.percent(lamp.within30)}</td>
                <td>{f.percent(lamp.within90)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {shown < plan.likeliest.length && (
        <p className="more">
          <Button onPress={() => setShown(plan.likeliest.length)}>{t('action.more')}</Button>
        </p>
      )}
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import type { ZonePage } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { PredictionRows } from '../predictions/prediction-rows.tsx'

/** What the water is like at each station, and what models suspect of it. */
export function QualityStations({ page: { quality, predictions } }: { page: ZonePage }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const roles = [...new Set(quality.flatMap(({ values }) => values.map(({ role }) => role)))]
  const newest = quality
    .flatMap(({ values }) => values.flatMap(({ time }) => time ?? []))
    .toSorted()
    .at(-1)
  const tags = new Set(quality.map(({ tag }) => tag))
  const suspected = predictions.filter(({ subject }) => tags.has(subject.tag))
  return (
    <section className="card" aria-labelledby="zone-quality">
      <h2 id="zone-quality">{t('zone.quality')}</h2>
      <Scrolling className="table-scroll" label={t('zone.quality')}>
        <table className="numbers">
          {newest !== undefined && <caption>{t('zone.quality.what', { at: f.moment(newest) })}</caption>}
          <thead>
            <tr>
              <th scope="col">{t('zone.station')}</th>
              <th scope="col">{t('zone.state')}</th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  {find(`role.${role}`) ?? role}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {quality.map(({ tag, name, state, values }) => (
              <tr key={tag}>
                <th scope="row">
                  <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag }}>
                    {name}
                  </Link>
                </th>
                <td>
                  <span className="with-icon">
                    <StateMark
                      state={state}
                      probability={suspected.find(({ subject }) => subject.tag === tag)?.probability ?? null}
                    />
                    {t(`state.${state}`)}
                  </span>
                </td>
                {roles.map((role) => {
                  const own = values.find((value) => value.role === role)
                  return <td key={role}>{own && <Quantity value={own.value} unit={own.unit} />}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {suspected.length > 0 && <PredictionRows predictions={suspected} />}
    </section>
  )
}

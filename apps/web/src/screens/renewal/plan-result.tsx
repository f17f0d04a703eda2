import { useState } from 'react'
import { YearChart } from '../../chart/year-chart.tsx'
import type { RenewalPlanView } from '../../data/renewal.ts'
import { useWords } from '../../i18n/words.tsx'
import { Empty } from '../../ui/loaded.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import type { Named } from './renewal.tsx'
import { ReplacementTable } from './replacement-table.tsx'

type Made = Named & { plan: RenewalPlanView }
type Measure = 'backlog' | 'risk' | 'spent'

const measures = ['backlog', 'risk', 'spent'] as const satisfies readonly Measure[]
const MILLION = 1e6

/** Plans side by side, in numbers and over the years; then what the first of them replaces. */
export function PlanResult({ of }: { of: readonly Made[] }) {
  const { t } = useWords()
  const [measure, setMeasure] = useState<Measure>('backlog')
  const [first] = of
  if (!first || first.plan.assets === 0)
    return <Empty title={t('renewal.none')}>{t('renewal.none.what')}</Empty>
  const longest = of.reduce((most, one) => (one.plan.years.length > most.plan.years.length ? one : most))
  return (
    <>
      <section className="card" aria-labelledby="renewal-result">
        <h2 id="renewal-result">{t('renewal.result')}</h2>
        <Summary of={of} />
        <ShowChoice<Measure>
          label={t('renewal.measure')}
          value={measure}
          onChange={setMeasure}
          options={measures.map((value) => ({ value, label: t(`renewal.measure.${value}`) }))}
        />
        <YearChart
          title={t(`renewal.measure.${measure}`)}
          unit={t(measure === 'risk' ? 'renewal.unit.yearly' : 'renewal.unit')}
          years={longest.plan.years.map(({ year }) => year)}
          lines={of.map(({ name, plan }) => ({
            ...{ name, values: plan.years.map((year) => year[measure] / MILLION) },
          }))}
          summary={t(`renewal.measure.${measure}.what`)}
        />
      </section>
      <ReplacementTable plan={first.plan} />
    </>
  )
}

function Summary({ of }: { of: readonly Made[] }) {
  const { t, f } = useWords()
  const millions = (value: number) => f.number(value / MILLION, 1)
  return (
    <>
      {of[0]!.plan.assumed > 0 && (
        <p className="quiet">{t('renewal.assumed', { count: of[0]!.plan.assumed })}</p>
      )}
      <Scrolling className="table-wide" label={t('renewal.result')}>
        <table className="numbers">
          <caption className="visually-hidden">{t('renewal.result')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('renewal.scenario')}</th>
              <th scope="col">{t('renewal.assets')}</th>
              <th scope="col">{t('renewal.worth')}</th>
              <th scope="col">{t('renewal.replaced')}</th>
              <th scope="col">{t('renewal.spent')}</th>
              <th scope="col">{t('renewal.backlog-end')}</th>
              <th scope="col">{t('renewal.risk-end')}</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ name, plan }) => {
              const last = plan.years.at(-1)
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{f.number(plan.assets, 0)}</td>
                  <td>{millions(plan.worth)}</td>
                  <td>{f.number(plan.replacements, 0)}</td>
                  <td>{millions(plan.years.reduce((sum, { spent }) => sum + spent, 0))}</td>
                  <td>{millions(last?.backlog ?? 0)}</td>
                  <td>{millions(last?.risk ?? 0)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scrolling>
    </>
  )
}

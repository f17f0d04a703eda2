import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import { type PumpMeasureView, type PumpView, pumpQuery } from '../../data/pumps.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { HealthIndex } from './health-index.tsx'
import { lifeWords } from './life-words.ts'
import { measureSeries } from './measure-series.ts'

/** How one pump is: its index, what its measures say day by day, how long it will last and what to do about it. */
export default function PumpCondition({ tag, level }: { tag: string; level: 2 | 3 }) {
  const { t } = useWords()
  const { code } = useHere()
  const pump = useQuery(pumpQuery(code, tag))
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="card" aria-labelledby={`condition-${tag}`}>
      <Heading id={`condition-${tag}`}>{t('pumps.condition')}</Heading>
      <Loaded query={pump} skeleton={<SkeletonRows rows={4} height={48} />}>
        {(view) =>
          view.index !== null ? (
            <Condition pump={view} />
          ) : (
            <p className="calm">
              {view.asOf === null ? t('pumps.unwatched') : t('pumps.learning', { days: view.days })}
            </p>
          )
        }
      </Loaded>
    </section>
  )
}

function Condition({ pump }: { pump: PumpView }) {
  const { t } = useWords()
  const { code } = useHere()
  const { mode, lost, remaining, asOf } = pump
  return (
    <>
      <dl className="facts pump-facts">
        <div>
          <dt>{t('pumps.index')}</dt>
          <dd>
            <HealthIndex pump={pump} />
          </dd>
        </div>
        <div>
          <dt>{t('pumps.remaining')}</dt>
          <dd>{lifeWords(remaining, t)}</dd>
        </div>
        {mode && (
          <div>
            <dt>{t('pumps.mode')}</dt>
            <dd>{t(`pump-mode.${mode}`)}</dd>
          </div>
        )}
        {mode && (
          <div>
            <dt>{t('pumps.action')}</dt>
            <dd>{t(`pump-action.${mode}`)}</dd>
          </div>
        )}
        {lost && (
          <div>
            <dt>{t('pumps.lost')}</dt>
            <dd>
              {t('pumps.lost.month', { sek: lost.sekPerMonth })}
              <p className="quiet">
                {t('pumps.lost.day', { kwh: lost.kwhPerDay })}. {t('pumps.lost.so-far', { kwh: lost.kwh })}
              </p>
            </dd>
          </div>
        )}
      </dl>
      <Measures pump={pump} />
      <p className="quiet">
        {asOf && <Moment at={Date.parse(asOf) * 1000} />} · {t('pumps.how')}{' '}
        <Link to="/$municipality/pumps" params={{ municipality: code }}>
          {t('pumps.title')}
        </Link>
      </p>
    </>
  )
}

/** Shown in percent, as shares of what is normal are. */
const shownAs = ({ unit }: PumpMeasureView): { unit: string; factor: number } =>
  unit === '1' ? { unit: '%', factor: 100 } : { unit, factor: 1 }

function Measures({ pump: { measures } }: { pump: PumpView }) {
  const { t, f } = useWords()
  const [kind, setKind] = useState(measures[0]!.kind)
  const shown = measures.find((one) => one.kind === kind) ?? measures[0]!
  const label = t('pumps.measure')
  return (
    <>
      {measures.length > 1 && (
        <ShowChoice
          label={t('pumps.show')}
          value={shown.kind}
          onChange={setKind}
          options={measures.map((one) => ({ value: one.kind, label: t(`pump-measure.${one.kind}`) }))}
        />
      )}
      <MeasureChart measure={shown} />
      <Scrolling className="table-wide" label={label}>
        <table className="numbers">
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{label}</th>
              <th scope="col">{t('pumps.now')}</th>
              <th scope="col">{t('pumps.normal')}</th>
              <th scope="col">{t('pumps.limit')}</th>
              <th scope="col">{t('pumps.index')}</th>
            </tr>
          </thead>
          <tbody>
            {measures.map((one) => {
              const { unit, factor } = shownAs(one)
              return (
                <tr key={one.kind}>
                  <th scope="row">{t(`pump-measure.${one.kind}`)}</th>
                  <td>
                    <Quantity value={factor * one.now} unit={unit} />
                  </td>
                  <td>
                    <Quantity value={factor * one.normal} unit={unit} />
                  </td>
                  <td>
                    <Quantity value={factor * one.limit} unit={unit} />
                  </td>
                  <td>{f.number(one.index, 0)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scrolling>
    </>
  )
}

const DAY_S = 86_400

function MeasureChart({ measure }: { measure: PumpMeasureView }) {
  const { t, f, find } = useWords()
  const { unit, factor } = shownAs(measure)
  const series = useMemo(() => measureSeries(measure, unit, factor), [measure, unit, factor])
  const { limit, normal, kind } = measure
  return (
    <ChartFigure
      title={t(`pump-measure.${kind}`)}
      series={series}
      from={series.time[0]!}
      to={series.time.at(-1)! + DAY_S}
      limits={[{ condition: limit > normal ? 'above' : 'below', limit: factor * limit, priority: 'high' }]}
      limitName={t('chart.limit', {
        limit: `${f.value(factor * limit, unit)} ${find(`unit.${unit}`) ?? unit}`,
      })}
      keepsLimits
      height={200}
    />
  )
}

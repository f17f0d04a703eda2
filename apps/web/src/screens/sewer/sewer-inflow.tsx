import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import { type SewerInflowView, sewerInflowQuery } from '../../data/sewer.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { flowSeries } from '../zone/inflow-series.ts'

/** What flows to a station, what of it is rain and groundwater, how that changes, and what is expected. */
export function SewerInflow({ tag, level = 2 }: { tag: string; level?: 2 | 3 }) {
  const { t } = useWords()
  const { code } = useHere()
  const inflow = useQuery(sewerInflowQuery(code, tag))
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="card" aria-labelledby={`inflow-${tag}`}>
      <Heading id={`inflow-${tag}`}>
        {t('inflow.title', { station: inflow.data?.stationName ?? tag })}
      </Heading>
      <Loaded query={inflow} skeleton={<SkeletonRows rows={4} height={48} />}>
        {(view) =>
          view.figures ? (
            <>
              <InflowHours view={view} />
              <Figures figures={view.figures} />
              <Months months={view.months} />
            </>
          ) : (
            <p className="calm">{t('inflow.learning')}</p>
          )
        }
      </Loaded>
    </section>
  )
}

function InflowHours({ view: { station, hours, expected } }: { view: SewerInflowView }) {
  const { t } = useWords()
  const series = useMemo(
    () => flowSeries(`${station}/inflow`, hours.time, hours.values, '1h'),
    [station, hours],
  )
  if (hours.time.length === 0) return null
  return (
    <ChartFigure
      title={t('inflow.chart')}
      series={series}
      from={hours.time[0]!}
      to={Math.max(hours.time.at(-1)! + 3600, expected?.time.at(-1) ?? 0)}
      expected={expected}
      height={200}
      {...(expected && { summary: t('inflow.expected') })}
    />
  )
}

function Figures({ figures }: { figures: NonNullable<SewerInflowView['figures']> }) {
  const { t } = useWords()
  const { dryMean, nightMin, groundwater, groundwaterShare, nightUse, area, quickShare } = figures
  const { share, catchment, rainShare, capacity, capacityFrom, rainMeasured, days } = figures
  const row = (label: string, value: number | null, unit: string, how: string | null = null) => (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <Quantity value={value} unit={unit} />
      </td>
      <td>{how && <p className="quiet">{how}</p>}</td>
    </tr>
  )
  const ofRain =
    share !== null && catchment !== null
      ? t('inflow.share', { share, area: catchment })
      : t('inflow.share.unknown')
  const quick = quickShare === null ? '' : `${t('inflow.quick', { share: quickShare })}. `
  return (
    <Scrolling
      className="table-scroll"
      label={t('inflow.inputs', { days, capacity: t(`inflow.capacity.${capacityFrom}`) })}
    >
      <table className="numbers">
        <caption>{t('inflow.inputs', { days, capacity: t(`inflow.capacity.${capacityFrom}`) })}</caption>
        <tbody>
          {row(t('inflow.dry'), dryMean, 'm3/h')}
          {row(t('inflow.night'), nightMin, 'm3/h')}
          {row(
            t('inflow.groundwater'),
            groundwater,
            'm3/h',
            t('inflow.groundwater.how', { share: groundwaterShare, use: nightUse }),
          )}
          {row(
            t('inflow.rain-share'),
            rainMeasured ? rainShare * 100 : null,
            '%',
            rainMeasured ? null : t('inflow.no-gauge'),
          )}
          {row(t('inflow.area'), rainMeasured ? area : null, 'm²', `${quick}${ofRain}`)}
          {row(t('inflow.capacity'), capacity, 'm3/h', t(`inflow.capacity.${capacityFrom}`))}
        </tbody>
      </table>
    </Scrolling>
  )
}

function Months({ months }: Pick<SewerInflowView, 'months'>) {
  const { t } = useWords()
  return (
    <Scrolling className="table-scroll" label={t('inflow.months')}>
      <table className="numbers">
        <caption>{t('inflow.months')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('inflow.month')}</th>
            <th scope="col">{t('inflow.month.total')}</th>
            <th scope="col">{t('inflow.month.dry')}</th>
            <th scope="col">{t('inflow.month.beyond')}</th>
            <th scope="col">{t('inflow.month.night')}</th>
            <th scope="col">{t('inflow.month.rain')}</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, total, dry, beyond, night, rain }) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              <td>
                <Quantity value={total} unit="m3" />
              </td>
              <td>
                <Quantity value={dry} unit="m3" />
              </td>
              <td>
                <Quantity value={beyond} unit="m3" />
              </td>
              <td>
                <Quantity value={night} unit="m3/h" />
              </td>
              <td>
                <Quantity value={rain} unit="mm" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}

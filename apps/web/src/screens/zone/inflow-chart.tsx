import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import { zoneInflowQuery } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { inflowSeries } from './inflow-series.ts'

const choices = ['2', '7', '28'] as const

/** What flows in against what was expected to, by the hour. */
export function InflowChart({ tag }: { tag: string }) {
  const { t } = useWords()
  const { code } = useHere()
  const [days, setDays] = useState<(typeof choices)[number]>('7')
  const inflow = useQuery(zoneInflowQuery(code, tag, Number(days)))
  const series = useMemo(() => inflow.data && inflowSeries(tag, inflow.data), [inflow.data, tag])
  const from = inflow.data?.expected?.from
  return (
    <section className="card" aria-labelledby="inflow">
      <h2 id="inflow">{t('zone.inflow')}</h2>
      <ShowChoice
        label={t('span.label')}
        value={days}
        onChange={setDays}
        options={choices.map((value) => ({ value, label: t('zone.days', { days: Number(value) }) }))}
      />
      <Loaded query={inflow} skeleton={<div className="skeleton" style={{ height: 260 }} />}>
        {({ time, values, expected }) =>
          series && values.some((value) => value !== null) ? (
            <ChartFigure
              title={t('zone.inflow.hours')}
              series={series}
              from={time[0]!}
              to={Math.max(time.at(-1)! + 3600, expected?.time.at(-1) ?? 0)}
              expected={expected}
              height={220}
              summary={t(from ? `zone.expected.${from}` : 'zone.expected.none')}
            />
          ) : (
            <p className="calm">{t('zone.inflow.none')}</p>
          )
        }
      </Loaded>
    </section>
  )
}

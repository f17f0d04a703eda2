import type { Series } from '@driftbild/api/contract'
import { shownUnit } from '@driftbild/words'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { useWords } from '../i18n/words.tsx'
import { StateMark } from '../signs/state-mark.tsx'
import { Button } from '../ui/button.tsx'
import { useDataNow } from '../ui/now.ts'
import { ChartTable } from './chart-table.tsx'
import { plotData } from './plot-data.ts'
import type { TimePlotProps } from './time-plot.tsx'

// uPlot comes with the first chart that is drawn.
const TimePlot = lazy(() => import('./time-plot.tsx').then((m) => ({ default: m.TimePlot })))

interface ChartFigureProps extends Omit<TimePlotProps, 'data' | 'unit'> {
  title: string
  series: Series
  /** What limits are called, where they are no alarms'. */
  limitName?: string
  /** What the picture shows, in one sentence. */
  summary?: ReactNode
}

/** A chart with its title, its legend in words and the table behind it. */
export function ChartFigure({ title, series, summary, limitName, ...plot }: ChartFigureProps) {
  const { t, f, find } = useWords()
  const [table, setTable] = useState(false)
  const now = useDataNow()
  // A chart of the past alone is not made anew with every step of the clock.
  const present = Date.parse(series.to) > now ? now : undefined
  const data = useMemo(() => plotData(series, present), [series, present])
  const height = plot.height ?? 180
  const unit = shownUnit(series.key, series.unit)
  const kinds = new Set(data.stretches.map((s) => s.kind))
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">{title}</span>
        <Button look="quiet" icon="table" aria-pressed={table} onPress={() => setTable(!table)}>
          {table ? t('chart.hide-table') : t('chart.show-table')}
        </Button>
      </figcaption>
      {table ? (
        <ChartTable series={series} unit={unit} caption={title} />
      ) : (
        <Suspense fallback={<div className="skeleton" style={{ height }} />}>
          <TimePlot {...plot} data={data} unit={unit} height={height} />
        </Suspense>
      )}
      <ul className="legend">
        <li className="legend-line">{t('chart.measured')}</li>
        {(plot.limits ?? [])
          .filter((limit) => limit.condition !== 'equals')
          .map((limit) => (
            <li key={`${limit.condition}${limit.limit}`} className="legend-limit">
              <StateMark state={limit.priority} />
              {limitName ??
                t(limit.condition === 'above' ? 'chart.limit.above' : 'chart.limit.below', {
                  limit: `${f.value(limit.limit, unit)} ${find(`unit.${unit}`) ?? unit}`,
                })}
            </li>
          ))}
        {plot.expected && <li className="legend-band">{t('chart.expected')}</li>}
        {plot.forecast && <li className="legend-band">{t('chart.forecast')}</li>}
        {data.held.includes(true) && <li className="legend-line">{t('chart.held.legend')}</li>}
        {kinds.has('gap') && <li className="legend-gap">{t('chart.gap')}</li>}
        {kinds.has('bad') && <li className="legend-bad">{t('chart.bad')}</li>}
        {kinds.has('uncertain') && <li className="legend-uncertain">{t('chart.uncertain')}</li>}
      </ul>
      {series.letGo.some(({ what }) => what === 'reading') && <LetGoNote letGo={series.letGo} />}
      {summary && <p className="quiet">{summary}</p>}
    </figure>
  )
}

/** That what is drawn is made of what is left, and who decided that. */
function LetGoNote({ letGo }: Pick<Series, 'letGo'>) {
  const { t, f } = useWords()
  const readings = letGo.filter(({ what }) => what === 'reading')
  const from = readings.map((gone) => gone.from).sort()[0]!
  const to = readings
    .map((gone) => gone.to)
    .sort()
    .at(-1)!
  const decisions = [...new Set(readings.map(({ decision }) => decision))].join(', ')
  return <p className="quiet">{t('chart.let-go', { from: f.day(from), to: f.day(to), decisions })}</p>
}

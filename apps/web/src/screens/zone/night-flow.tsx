import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import { balanceQuery, type Figure, zoneFiguresQuery } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { dailySeries, daysOf } from './inflow-series.ts'

const DAY_S = 86_400
/** Nights whose mean is compared with as many before. */
const WEEK = 7

/** The lowest flow of each night against where it usually lies, and which way it goes. */
export function NightFlow({ tag }: { tag: string }) {
  const { code } = useHere()
  const figures = useQuery(zoneFiguresQuery(code, tag))
  const figure = figures.data?.find(({ id }) => id === 'night-flow')
  return figure?.trend.values.some((value) => value !== null) ? <Nights tag={tag} figure={figure} /> : null
}

function Nights({ tag, figure: { trend, usual } }: { tag: string; figure: Figure }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const balance = useQuery(balanceQuery(code, tag))
  const stated = balance.data?.stated.find(({ input }) => input === 'connections')?.value
  const connections = stated ?? balance.data?.measured.connections ?? null
  const last = trend.values.findLast((value) => value !== null) ?? null
  const series = useMemo(() => dailySeries(`${tag}/night-flow`, trend), [tag, trend])
  const time = daysOf(trend)
  const change = weekOnWeek(trend.values)
  const expected = usual && {
    time,
    low: time.map(() => usual.low),
    mid: time.map(() => (usual.low + usual.high) / 2),
    high: time.map(() => usual.high),
  }
  return (
    <section className="card" aria-labelledby="night-flow">
      <h2 id="night-flow">{t('figure.night-flow')}</h2>
      {last !== null && connections !== null && connections > 0 && (
        <p>
          {t('night-flow.each', {
            litres: f.number((1000 * last) / connections, 1),
            flow: f.number(last, 1),
          })}
        </p>
      )}
      <ChartFigure
        title={t('night-flow.chart')}
        series={series}
        from={time[0]!}
        to={time.at(-1)! + DAY_S}
        expected={expected}
        height={180}
        summary={
          change === null
            ? t('night-flow.short')
            : t('night-flow.trend', {
                way: Math.abs(change) < 0.05 ? 'level' : change > 0 ? 'up' : 'down',
                flow: f.number(Math.abs(change), 1),
              })
        }
      />
    </section>
  )
}

/** Mean of the last week's nights less that of the week before, m³/h; null where either lacks most of its nights. */
function weekOnWeek(nights: readonly (number | null)[]): number | null {
  const [before, last] = [nights.slice(-2 * WEEK, -WEEK), nights.slice(-WEEK)].map((week) =>
    week.filter((value) => value !== null),
  ) as [number[], number[]]
  if (Math.min(before.length, last.length) <= WEEK / 2) return null
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  return mean(last) - mean(before)
}

import type { AssetClass, Role } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import { forecastBand } from '../../chart/forecast-band.ts'
import type { PlotEvent } from '../../chart/time-plot.tsx'
import { assetAlarmsQuery, type SignalView } from '../../data/assets.ts'
import { forecastQuery, seriesQuery } from '../../data/signals.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { useWeek, WEEK_CHART_POINTS } from './week.ts'

/** Seven days of one signal, with its quality, its limits and when it alarmed. */
export function SignalChart({ signal, of }: { signal: SignalView; of: AssetClass }) {
  const { t } = useWords()
  const { code } = useHere()
  const week = useWeek()
  const series = useQuery({
    ...seriesQuery(code, signal.key, { ...week, points: WEEK_CHART_POINTS }),
    placeholderData: (previous) => (previous?.key === signal.key ? previous : undefined),
  })
  const forecast = useQuery({ ...forecastQuery(code, signal.key), enabled: isForecast(of, signal.role) })
  const band = useMemo(() => (forecast.data ? forecastBand(forecast.data) : null), [forecast.data])
  const tag = signal.key.slice(0, signal.key.lastIndexOf('/'))
  const alarms = useQuery(assetAlarmsQuery(code, tag))
  const events = useMemo<PlotEvent[]>(
    () =>
      (alarms.data ?? [])
        .filter((alarm) => alarm.rule.signal === signal.key)
        .map((alarm) => ({ at: Date.parse(alarm.raisedAt) / 1000, state: alarm.priority })),
    [alarms.data, signal.key],
  )
  return (
    <Loaded query={series} skeleton={<div className="skeleton" style={{ height: 240 }} />}>
      {(data) => (
        <ChartFigure
          title={t('asset.week', { role: t(`role.${signal.role}`) })}
          series={data}
          from={week.from / 1000}
          to={Math.max(week.to / 1000, band?.time.at(-1) ?? 0)}
          forecast={band}
          limits={signal.limits ?? NO_LIMITS}
          events={events}
          stepped={signal.kind === 'flag' || signal.kind === 'state'}
        />
      )}
    </Loaded>
  )
}

/** What models look ahead for; nothing else is asked after. */
const isForecast = (of: AssetClass, role: Role): boolean =>
  role === 'fill' || (of === 'dma-meter' && role === 'flow')

const NO_LIMITS: NonNullable<SignalView['limits']> = []

import type { AssetClass, Role } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import { forecastBand } from '../../chart/forecast-band.ts'
import type { PlotEvent } from '../../chart/time-plot.tsx'
import { assetAlarmsQuery, type SignalView } from '../../data/assets.ts'
import { forecastQuery, seriesQuery } from '../../data/signals.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { type Span, spans, usePast } from './span.ts'

/** The past of one signal, with its quality, its limits and when it alarmed. */
export function SignalChart({ signal, of }: { signal: SignalView; of: AssetClass }) {
  const { t } = useWords()
  const { code } = useHere()
  const [span, setSpan] = useState<Span>('week')
  const past = usePast(span)
  const series = useQuery({
    ...seriesQuery(code, signal.key, { ...past, points: spans[span].points }),
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
    <>
      <ShowChoice
        label={t('span.label')}
        value={span}
        onChange={setSpan}
        options={choices.map((value) => ({ value, label: t(`span.${value}`) }))}
      />
      <Loaded query={series} skeleton={<div className="skeleton" style={{ height: 240 }} />}>
        {(data) => (
          <ChartFigure
            title={t(`asset.${span}`, { role: t(`role.${signal.role}`) })}
            series={data}
            from={past.from / 1000}
            to={Math.max(past.to / 1000, span === 'week' ? (band?.time.at(-1) ?? 0) : 0)}
            forecast={span === 'week' ? band : null}
            limits={signal.limits ?? NO_LIMITS}
            events={events}
            stepped={signal.kind === 'flag' || signal.kind === 'state'}
          />
        )}
      </Loaded>
    </>
  )
}

const choices = Object.keys(spans) as Span[]

/** What models look ahead for; nothing else is asked after. */
const isForecast = (of: AssetClass, role: Role): boolean =>
  role === 'fill' || role === 'rain' || (of === 'dma-meter' && role === 'flow')

const NO_LIMITS: NonNullable<SignalView['limits']> = []

import { type Evidence, toMillis } from '@driftbild/core'
import { shownUnit, signalWords } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import type { Band } from '../../chart/draw.ts'
import type { Limit } from '../../chart/range-bar.tsx'
import type { PredictionView } from '../../data/predictions.ts'
import { seriesQuery } from '../../data/signals.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded } from '../../ui/loaded.tsx'

const POINTS = 2000
const MICROS = 1_000_000

type Chart = NonNullable<Evidence['chart']>

interface EvidenceChartProps {
  chart: Chart
  prediction: Pick<PredictionView, 'id' | 'asOf' | 'when'>
}

/**
 * What was measured against what was expected, over the window that the model looked at; what is expected of the time
 * ahead, with the limit that it speaks of and what came since.
 */
export function EvidenceChart({ chart, prediction: { id, asOf, when } }: EvidenceChartProps) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const { signal, from, limit } = chart
  // Where a limit will be passed the picture reaches as far as that is likeliest, but no further than it looks back.
  const to = limit ? Math.max(chart.to, Math.min(when.likely, asOf + (asOf - from))) : chart.to
  const series = useQuery(
    seriesQuery(code, signal, { from: toMillis(from), to: toMillis(to), points: POINTS }),
  )
  const band = useMemo<Band | null>(
    () => chart.expected && { ...chart.expected, time: chart.expected.time.map((at) => at / MICROS) },
    [chart.expected],
  )
  const isAhead = band !== null && (band.time[0] ?? 0) >= asOf / MICROS
  const limits = useMemo<Limit[]>(
    () => (limit ? [{ condition: limit.side, limit: limit.value, priority: 'high' }] : []),
    [limit],
  )
  const events = useMemo(() => [{ at: when.likely / MICROS, state: 'prediction' as const }], [when.likely])
  return (
    <Loaded query={series} skeleton={<div className="skeleton" style={{ height: 240 }} />}>
      {(data) => {
        const unit = shownUnit(signal, data.unit)
        return (
          <ChartFigure
            title={signalWords(signal, { t, find })}
            series={data}
            from={from / MICROS}
            to={to / MICROS}
            {...(isAhead ? { forecast: band } : { expected: band })}
            limits={limits}
            keepsLimits
            {...(limit && {
              limitName: t('chart.limit', {
                limit: `${f.value(limit.value, unit)} ${find(`unit.${unit}`) ?? unit}`,
              }),
            })}
            events={events}
            group={id}
          />
        )
      }}
    </Loaded>
  )
}

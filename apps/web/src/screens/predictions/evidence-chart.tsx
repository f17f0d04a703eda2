import { type Evidence, toMillis } from '@driftbild/core'
import { signalWords } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartFigure } from '../../chart/chart-figure.tsx'
import type { Band } from '../../chart/draw.ts'
import { seriesQuery } from '../../data/signals.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded } from '../../ui/loaded.tsx'

const POINTS = 2000
const MICROS = 1_000_000

type Chart = NonNullable<Evidence['chart']>

interface EvidenceChartProps {
  chart: Chart
  when: { likely: number }
  /** Charts of one prediction share their cursor. */
  group: string
}

/** What was measured against what was expected, over the window that the model looked at. */
export function EvidenceChart({ chart, when, group }: EvidenceChartProps) {
  const { t, find } = useWords()
  const { code } = useHere()
  const series = useQuery(
    seriesQuery(code, chart.signal, { from: toMillis(chart.from), to: toMillis(chart.to), points: POINTS }),
  )
  const expected = useMemo<Band | null>(
    () => chart.expected && { ...chart.expected, time: chart.expected.time.map((at) => at / MICROS) },
    [chart.expected],
  )
  const events = useMemo(() => [{ at: when.likely / MICROS, state: 'prediction' as const }], [when.likely])
  return (
    <Loaded query={series} skeleton={<div className="skeleton" style={{ height: 240 }} />}>
      {(data) => (
        <ChartFigure
          title={signalWords(chart.signal, { t, find })}
          series={data}
          from={chart.from / MICROS}
          to={chart.to / MICROS}
          expected={expected}
          events={events}
          group={group}
        />
      )}
    </Loaded>
  )
}

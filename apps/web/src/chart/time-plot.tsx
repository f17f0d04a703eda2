import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useWords } from '../i18n/words.tsx'
import { useTheme } from '../theme/theme.tsx'
import { type Band, drawBand, drawEvent, drawLevel, drawStretches } from './draw.ts'
import { type PlotData, valueSpan } from './plot-data.ts'
import type { Limit } from './range-bar.tsx'
import { timeLabels } from './time-axis.ts'

export interface PlotEvent {
  /** Unix seconds. */
  at: number
  state: 'critical' | 'high' | 'low' | 'prediction'
}

export interface TimePlotProps {
  data: PlotData
  unit: string
  /** Unix seconds. */
  from: number
  to: number
  expected?: Band | null
  forecast?: Band | null
  limits?: readonly Limit[]
  /** Limits stay in view however far away they are. */
  keepsLimits?: boolean
  events?: readonly PlotEvent[]
  height?: number
  /** A state or flag holds its value until the next; a measure is joined by lines. */
  stepped?: boolean
  /** Charts with one group share their cursor. */
  group?: string
}

/** A drawn chart of one signal. Its words and its table are the figure's around it. */
export function TimePlot({
  data,
  unit,
  from,
  to,
  expected,
  forecast,
  limits,
  keepsLimits = false,
  events,
  height = 180,
  stepped = false,
  group,
}: TimePlotProps) {
  const { t, f, find } = useWords()
  const { tokens } = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const readout = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const colours = tokens.chart
    const symbol = find(`unit.${unit}`) ?? unit
    const font = '12px "Inter Variable", sans-serif'
    const bands = [expected, forecast].filter((b) => b !== null && b !== undefined)
    const shownLimits = (limits ?? []).filter((l) => l.condition !== 'equals')
    const measured = valueSpan(data.minimum, data.maximum, data.good, data.uncertain)
    // A limit far away would flatten the curve; it is drawn only where it comes into view.
    const near = shownLimits
      .map((l) => l.limit)
      .filter(
        (l) =>
          keepsLimits ||
          (measured && Math.abs(l - (measured[0] + measured[1]) / 2) < (measured[1] - measured[0]) * 1.5),
      )
    const span = valueSpan(
      data.minimum,
      data.maximum,
      data.good,
      data.uncertain,
      near,
      ...bands.flatMap((b) => [b.low, b.high]),
    )
    const axis = {
      stroke: colours.axis,
      font,
      ticks: { show: false },
      grid: { stroke: colours.grid, width: 1 },
    }
    const paths = stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined
    const line = { stroke: colours.line, width: 1.5, points: { show: false }, ...(paths && { paths }) }
    const edge = { stroke: 'transparent', width: 0, points: { show: false } }
    const options: uPlot.Options = {
      width: element.clientWidth,
      height,
      padding: [24, 18, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: true },
        ...(group && { sync: { key: group } }),
      },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), f.zone),
      scales: {
        x: { time: true, range: (_u, min, max) => (min === null ? [from, to] : [min, max]) },
        y: { range: () => span ?? [0, 1] },
      },
      axes: [
        {
          ...axis,
          space: 64,
          size: 30,
          values: (_u, splits, _i, _space, step) => timeLabels(f, splits, step),
        },
        { ...axis, size: 48, values: (_u, splits) => splits.map((v) => f.tick(v, unit)) },
      ],
      series: [{}, edge, edge, line, { ...line, dash: [2, 3], points: { show: false } }],
      bands: [{ series: [2, 1], fill: colours.band }],
      hooks: {
        drawClear: [(u) => drawStretches(u, data.stretches, colours)],
        drawAxes: [
          (u) => {
            u.ctx.save()
            u.ctx.font = `${12 * devicePixelRatio}px "Inter Variable", sans-serif`
            u.ctx.fillStyle = colours.axis
            u.ctx.textAlign = 'right'
            u.ctx.textBaseline = 'alphabetic'
            u.ctx.fillText(symbol, u.bbox.left - 5 * devicePixelRatio, u.bbox.top - 9 * devicePixelRatio)
            u.ctx.restore()
            for (const band of bands) drawBand(u, band, colours)
            for (const l of shownLimits) drawLevel(u, l.limit, tokens.stateEdge[l.priority])
          },
        ],
        draw: [
          (u) => {
            for (const e of events ?? []) drawEvent(u, e.at, tokens.stateEdge[e.state])
          },
        ],
        setCursor: [(u) => showValue(u, readout.current)],
      },
    }
    const showValue = (u: uPlot, output: HTMLOutputElement | null) => {
      if (!output) return
      const i = u.cursor.idx
      const time = i === null || i === undefined ? undefined : data.time[i]
      if (i === null || i === undefined || time === undefined) {
        output.textContent = ''
        return
      }
      const value = data.good[i] ?? data.uncertain[i] ?? null
      output.textContent = [
        f.moment(time * 1_000_000),
        value === null ? '–' : `${f.value(value, unit)} ${symbol}`,
        ...(data.held[i] ? [t('chart.held')] : []),
      ].join(' · ')
    }
    const plot = new uPlot(
      options,
      [data.time, data.minimum, data.maximum, data.good, data.uncertain],
      element,
    )
    plot.setScale('x', { min: from, max: to })
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [
    data,
    unit,
    from,
    to,
    expected,
    forecast,
    limits,
    keepsLimits,
    events,
    height,
    stepped,
    group,
    tokens,
    t,
    f,
    find,
  ])
  return (
    <>
      <output ref={readout} className="plot-readout" aria-hidden="true" />
      <div ref={box} className="plot" style={{ height }} aria-hidden="true" />
    </>
  )
}

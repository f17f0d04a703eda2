import type { Area, Look } from './look.ts'
import { ticksOf } from './ticks.ts'

/** One signal over time. Times are milliseconds, columns have one length, null where there was no good value. */
export interface LineChart {
  from: number
  to: number
  time: readonly number[]
  average: readonly (number | null)[]
  minimum: readonly (number | null)[]
  maximum: readonly (number | null)[]
  /** The value stood until the next point: no slope leads there. */
  held: readonly boolean[]
  /** Without readings where there should have been some. */
  gaps: readonly { from: number; to: number }[]
  /** What was expected, where a model knows it. */
  expected: { time: readonly number[]; low: readonly number[]; high: readonly number[] } | null
  limits: readonly { value: number; label: string }[]
  unit: string
  tick: (value: number) => string
  day: (time: number) => string
}

const AXIS = 44
const FOOT = 16
const DAYS_SHOWN = 6

/** Expected band shaded, measured line with its extremes behind it, gaps hatched, limits dashed. */
export function drawLineChart(doc: PDFKit.PDFDocument, area: Area, chart: LineChart, look: Look): void {
  const plot: Area = {
    x: area.x + AXIS,
    y: area.y + 12,
    width: area.width - AXIS - 4,
    height: area.height - 12 - FOOT,
  }
  const values = [
    ...chart.minimum,
    ...chart.maximum,
    ...(chart.expected?.low ?? []),
    ...(chart.expected?.high ?? []),
    ...chart.limits.map(({ value }) => value),
  ].filter((value) => value !== null)
  const ticks = ticksOf(Math.min(...values, 0), Math.max(...values, 0))
  const [low, high] = [ticks[0]!, ticks.at(-1)!]
  const x = (time: number) =>
    plot.x +
    (plot.width * (Math.min(Math.max(time, chart.from), chart.to) - chart.from)) / (chart.to - chart.from)
  const y = (value: number) => plot.y + plot.height * (1 - (value - low) / (high - low || 1))
  const at: Scale = { x, y, plot }

  drawAxes(doc, area, chart, look, at, ticks)
  for (const gap of chart.gaps) drawGap(doc, x(gap.from), x(gap.to), plot, look)
  if (chart.expected) {
    const { time, low: from, high: to } = chart.expected
    drawBand(doc, time, from, to, at)
    doc.fillColor(look.chart.band, 0.16).fill()
  }
  for (const run of runsOf(chart)) {
    const pick = (column: readonly (number | null)[]) => run.map((i) => column[i]!)
    drawBand(
      doc,
      run.map((i) => chart.time[i]!),
      pick(chart.minimum),
      pick(chart.maximum),
      at,
    )
    doc.fillColor(look.chart.line, 0.18).fill()
    doc.moveTo(x(chart.time[run[0]!]!), y(chart.average[run[0]!]!))
    run.slice(1).forEach((i, n) => {
      const before = run[n]!
      if (chart.held[before]) doc.lineTo(x(chart.time[i]!), y(chart.average[before]!))
      doc.lineTo(x(chart.time[i]!), y(chart.average[i]!))
    })
    doc.lineWidth(0.9).lineJoin('round').strokeColor(look.chart.line, 1).stroke()
  }
  doc.font('regular').fontSize(6.5)
  for (const { value, label } of chart.limits) {
    doc.moveTo(plot.x, y(value)).lineTo(plot.x + plot.width, y(value))
    doc.lineWidth(0.7).dash(3, { space: 2 }).strokeColor(look.text).stroke().undash()
    doc.fillColor(look.text, 1)
    doc.text(label, plot.x + 4, y(value) - 8.5, { width: plot.width - 8, align: 'right', lineBreak: false })
  }
}

interface Scale {
  x: (time: number) => number
  y: (value: number) => number
  plot: Area
}

function drawAxes(
  doc: PDFKit.PDFDocument,
  area: Area,
  { unit, from, to, tick, day }: LineChart,
  look: Look,
  { x, y, plot }: Scale,
  ticks: readonly number[],
): void {
  doc.font('regular').fontSize(7).fillColor(look.quiet, 1)
  doc.text(unit, area.x, area.y - 1, { width: AXIS - 6, align: 'right', lineBreak: false })
  for (const value of ticks) {
    doc.moveTo(plot.x, y(value)).lineTo(plot.x + plot.width, y(value))
    doc.lineWidth(0.4).strokeColor(look.chart.grid).stroke()
    doc.text(tick(value), area.x, y(value) - 4, { width: AXIS - 6, align: 'right', lineBreak: false })
  }
  const step = (to - from) / DAYS_SHOWN
  for (let i = 0; i < DAYS_SHOWN; i++) {
    const time = from + i * step
    doc.moveTo(x(time), plot.y + plot.height).lineTo(x(time), plot.y + plot.height + 3)
    doc.lineWidth(0.5).strokeColor(look.quiet).stroke()
    doc.text(day(time), x(time), plot.y + plot.height + 5, { lineBreak: false })
  }
}

function drawGap(doc: PDFKit.PDFDocument, from: number, to: number, plot: Area, look: Look): void {
  if (to - from < 0.5) return
  doc.save()
  doc.rect(from, plot.y, to - from, plot.height).clip()
  for (let x = from - plot.height; x < to; x += 5) {
    doc.moveTo(x, plot.y + plot.height).lineTo(x + plot.height, plot.y)
  }
  doc.lineWidth(0.4).strokeColor(look.chart.hatch).stroke()
  doc.restore()
}

function drawBand(
  doc: PDFKit.PDFDocument,
  time: readonly number[],
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  { x, y }: Scale,
): void {
  time.forEach((t, i) => {
    if (i === 0) doc.moveTo(x(t), y(high[i]!))
    else doc.lineTo(x(t), y(high[i]!))
  })
  for (let i = time.length - 1; i >= 0; i--) doc.lineTo(x(time[i]!), y(low[i]!))
  doc.closePath()
}

/** Indices of the points that a line may join: neither a point without a value nor a gap lies between them. */
export function runsOf({ time, average, gaps }: Pick<LineChart, 'time' | 'average' | 'gaps'>): number[][] {
  const runs: number[][] = []
  let run: number[] = []
  const cut = () => {
    if (run.length > 0) runs.push(run)
    run = []
  }
  for (const [i, at] of time.entries()) {
    const last = run.at(-1)
    if (average[i] === null) {
      cut()
      continue
    }
    if (last !== undefined && gaps.some((gap) => gap.from < at && gap.to > time[last]!)) cut()
    run.push(i)
  }
  cut()
  return runs
}

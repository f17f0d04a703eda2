import type { Tokens } from '@driftbild/words/look'
import type uPlot from 'uplot'
import type { Stretch } from './plot-data.ts'

/** A band over time: what was expected, or what is forecast. Unix seconds. */
export interface Band {
  time: readonly number[]
  low: readonly number[]
  mid: readonly number[]
  high: readonly number[]
}

/** Colours of a chart, taken from the theme. */
export type ChartColours = Tokens['chart']

const SPACING = 7

/**
 * Hatches what was not, badly or uncertainly measured; behind everything else. All stretches of a kind are one
 * drawing: a signal can have hundreds.
 */
export function drawStretches(u: uPlot, stretches: readonly Stretch[], colours: ChartColours): void {
  const { bbox } = u
  for (const [kind, some] of Map.groupBy(stretches, (stretch) => stretch.kind)) {
    const spans = some.flatMap(({ from, to }): Span[] => {
      const left = Math.max(bbox.left, u.valToPos(from, 'x', true))
      const right = Math.min(bbox.left + bbox.width, u.valToPos(to, 'x', true))
      return right <= left ? [] : [{ left, width: Math.max(right - left, 2 * devicePixelRatio) }]
    })
    if (spans.length === 0) continue
    u.ctx.save()
    u.ctx.strokeStyle = colours.hatch
    if (kind === 'uncertain') drawRail(u, spans)
    else drawHatch(u, spans, kind)
    u.ctx.restore()
  }
}

interface Span {
  left: number
  width: number
}

/** Usable but doubtful: a dotted rail along the bottom, the values stay visible. */
function drawRail({ ctx, bbox }: uPlot, spans: readonly Span[]): void {
  const y = bbox.top + bbox.height - 2 * devicePixelRatio
  ctx.lineWidth = 3 * devicePixelRatio
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio])
  ctx.beginPath()
  for (const { left, width } of spans) {
    ctx.moveTo(left, y)
    ctx.lineTo(left + width, y)
  }
  ctx.stroke()
}

/** Bad readings lean one way, no readings the other: told apart without colour. */
function drawHatch({ ctx, bbox }: uPlot, spans: readonly Span[], kind: 'bad' | 'gap'): void {
  ctx.beginPath()
  for (const { left, width } of spans) ctx.rect(left, bbox.top, width, bbox.height)
  ctx.clip()
  ctx.beginPath()
  for (let x = bbox.left - bbox.height; x < bbox.left + bbox.width; x += SPACING * devicePixelRatio) {
    const [from, to] = kind === 'bad' ? [x, x + bbox.height] : [x + bbox.height, x]
    ctx.moveTo(from, bbox.top)
    ctx.lineTo(to, bbox.top + bbox.height)
  }
  ctx.globalAlpha = 0.6
  ctx.lineWidth = devicePixelRatio
  ctx.stroke()
}

/** Shades a band and draws its middle dashed. */
export function drawBand(u: uPlot, band: Band, colours: ChartColours): void {
  if (band.time.length === 0) return
  const { ctx, bbox } = u
  const x = (i: number) => u.valToPos(band.time[i]!, 'x', true)
  const y = (v: number) => u.valToPos(v, 'y', true)
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  ctx.beginPath()
  for (let i = 0; i < band.time.length; i++) ctx.lineTo(x(i), y(band.high[i]!))
  for (let i = band.time.length - 1; i >= 0; i--) ctx.lineTo(x(i), y(band.low[i]!))
  ctx.closePath()
  ctx.fillStyle = colours.band
  ctx.fill()
  ctx.beginPath()
  for (let i = 0; i < band.time.length; i++) ctx.lineTo(x(i), y(band.mid[i]!))
  ctx.strokeStyle = colours.bandEdge
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio])
  ctx.stroke()
  ctx.restore()
}

/** A level across the chart: an alarm limit, in its state's colour. */
export function drawLevel(u: uPlot, value: number, colour: string): void {
  const { ctx, bbox } = u
  const y = u.valToPos(value, 'y', true)
  if (y < bbox.top || y > bbox.top + bbox.height) return
  ctx.save()
  ctx.strokeStyle = colour
  ctx.lineWidth = 1.5 * devicePixelRatio
  ctx.setLineDash([6 * devicePixelRatio, 3 * devicePixelRatio])
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
  ctx.stroke()
  ctx.restore()
}

/** An event on the time axis: a small flag pointing down at its moment. */
export function drawEvent(u: uPlot, at: number, colour: string): void {
  const { ctx, bbox } = u
  const x = u.valToPos(at, 'x', true)
  if (x < bbox.left || x > bbox.left + bbox.width) return
  const s = devicePixelRatio
  ctx.save()
  ctx.strokeStyle = colour
  ctx.fillStyle = colour
  ctx.lineWidth = s
  ctx.globalAlpha = 0.75
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  ctx.globalAlpha = 1
  ctx.beginPath()
  ctx.moveTo(x - 5 * s, bbox.top)
  ctx.lineTo(x + 5 * s, bbox.top)
  ctx.lineTo(x, bbox.top + 7 * s)
  ctx.fill()
  ctx.restore()
}

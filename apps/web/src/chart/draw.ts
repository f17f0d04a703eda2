import type uPlot from 'uplot'
import type { Tokens } from '../theme/tokens.ts'
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

/** Hatches what was not, badly or uncertainly measured; behind everything else. */
export function drawStretches(u: uPlot, stretches: readonly Stretch[], colours: ChartColours): void {
  const { ctx, bbox } = u
  const scale = devicePixelRatio
  for (const stretch of stretches) {
    const left = Math.max(bbox.left, u.valToPos(stretch.from, 'x', true))
    const right = Math.min(bbox.left + bbox.width, u.valToPos(stretch.to, 'x', true))
    if (right <= left) continue
    const width = Math.max(right - left, 2 * scale)
    ctx.save()
    ctx.beginPath()
    if (stretch.kind === 'uncertain') {
      // Usable but doubtful: a dotted rail along the bottom, the values stay visible.
      ctx.strokeStyle = colours.hatch
      ctx.lineWidth = 3 * scale
      ctx.setLineDash([2 * scale, 3 * scale])
      ctx.moveTo(left, bbox.top + bbox.height - 2 * scale)
      ctx.lineTo(left + width, bbox.top + bbox.height - 2 * scale)
      ctx.stroke()
      ctx.restore()
      continue
    }
    ctx.rect(left, bbox.top, width, bbox.height)
    ctx.clip()
    ctx.beginPath()
    const step = SPACING * scale
    for (let x = left - bbox.height; x < left + width + bbox.height; x += step) {
      // Bad readings lean one way, no readings the other: told apart without colour.
      const [from, to] = stretch.kind === 'bad' ? [x, x + bbox.height] : [x + bbox.height, x]
      ctx.moveTo(from, bbox.top)
      ctx.lineTo(to, bbox.top + bbox.height)
    }
    ctx.strokeStyle = colours.hatch
    ctx.globalAlpha = 0.6
    ctx.lineWidth = scale
    ctx.stroke()
    ctx.restore()
  }
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

import { changeShapes, type Tokens } from '@driftbild/words/look'
import type { MarkedChange } from './marker-id.ts'

/** A small disc in the text's colour with what happened cut into it: no state's shape, and no state's colour. */
export function drawChange(
  ctx: CanvasRenderingContext2D,
  size: number,
  change: MarkedChange,
  tokens: Tokens,
): void {
  const c = size / 2
  ctx.beginPath()
  ctx.arc(c, c, c - 1, 0, 2 * Math.PI)
  ctx.fillStyle = tokens.strong
  ctx.fill()
  ctx.lineWidth = 1.5
  ctx.strokeStyle = tokens.map.marker
  ctx.stroke()
  ctx.save()
  ctx.translate(c - 6, c - 6)
  ctx.scale(12 / 16, 12 / 16)
  ctx.lineWidth = 2.2
  ctx.lineCap = ctx.lineJoin = 'round'
  ctx.strokeStyle = tokens.onStrong
  ctx.stroke(new Path2D(changeShapes[change]))
  ctx.restore()
}

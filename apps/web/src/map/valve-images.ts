import { type Tokens, type ValveShape, valveShapes } from '@driftbild/words/look'

/** A valve of a plan on a disc: filled where it is to be closed. */
export function drawValve(
  ctx: CanvasRenderingContext2D,
  size: number,
  role: ValveShape,
  tokens: Tokens,
): void {
  const c = size / 2
  ctx.beginPath()
  ctx.arc(c, c, c - 2, 0, 2 * Math.PI)
  ctx.fillStyle = tokens.map.marker
  ctx.fill()
  ctx.lineWidth = 1.75
  ctx.strokeStyle = tokens.strong
  ctx.stroke()
  ctx.translate(c - 8, c - 8)
  const shape = new Path2D(valveShapes[role])
  ctx.lineJoin = ctx.lineCap = 'round'
  if (role === 'close') {
    ctx.fillStyle = tokens.strong
    ctx.fill(shape)
  }
  ctx.stroke(shape)
}

import { flowArrow, type Tokens } from '@driftbild/words/look'

/** An arrow along a pipe: filled where its direction was measured, open where it follows from the network alone. */
export function drawFlow(
  ctx: CanvasRenderingContext2D,
  size: number,
  measured: boolean,
  tokens: Tokens,
): void {
  ctx.translate(size / 2, size / 2)
  const arrow = new Path2D(flowArrow)
  ctx.lineJoin = 'round'
  ctx.lineWidth = 3
  ctx.strokeStyle = tokens.map.land
  ctx.stroke(arrow)
  ctx.fillStyle = measured ? tokens.map.glyph : tokens.map.land
  ctx.fill(arrow)
  ctx.lineWidth = 1.2
  ctx.strokeStyle = tokens.map.glyph
  ctx.stroke(arrow)
}

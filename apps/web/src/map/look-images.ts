import type { LampLook } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'

/** How full a container is: the disc of its marker filled from below, with its level as an edge. */
export function drawFill(ctx: CanvasRenderingContext2D, c: number, fill: number, tokens: Tokens): void {
  const radius = 12
  const level = c + radius - 2 * radius * fill
  ctx.save()
  ctx.beginPath()
  ctx.arc(c, c, radius, 0, 2 * Math.PI)
  ctx.clip()
  ctx.fillStyle = tokens.map.level
  ctx.fillRect(c - radius, level, 2 * radius, 2 * radius * fill)
  ctx.fillStyle = tokens.map.markerEdge
  if (fill > 0) ctx.fillRect(c - radius, level, 2 * radius, 1)
  ctx.restore()
}

/** What fills a lamp's marker: on a disc with a glyph, or on a dot that is nothing else. */
const lampFills = { disc: 'level', dot: 'glyph' } as const

/**
 * What a lamp does, by what is filled, not by colour: lit is full, fed half, not burning empty; one that should burn
 * and doesn't, or should not and does, has a bar across.
 */
export function drawLamp(
  ctx: CanvasRenderingContext2D,
  c: number,
  radius: number,
  lamp: LampLook,
  { map }: Tokens,
  kind: keyof typeof lampFills,
): void {
  const inner = radius - Math.min(1.5, radius / 4)
  ctx.save()
  ctx.beginPath()
  if (lamp === 'lit' || lamp === 'day') ctx.arc(c, c, inner, 0, 2 * Math.PI)
  else if (lamp === 'fed') ctx.arc(c, c, inner, Math.PI / 2, (3 * Math.PI) / 2)
  ctx.fillStyle = map[lampFills[kind]]
  ctx.fill()
  if (lamp === 'out' || lamp === 'unlit' || lamp === 'day') {
    ctx.beginPath()
    ctx.moveTo(c - inner, c + inner)
    ctx.lineTo(c + inner, c - inner)
    ctx.lineWidth = Math.max(1.2, radius / 8)
    ctx.strokeStyle = kind === 'dot' && lamp === 'day' ? map.marker : map.glyph
    ctx.stroke()
  }
  ctx.restore()
}

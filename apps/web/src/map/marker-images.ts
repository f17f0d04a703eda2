import type { AssetState } from '@driftbild/core'
import { hatch, questionMark, shapeStroke, stateShapes, type Tokens, wrench } from '@driftbild/words/look'
import { classIcons } from '../signs/class-icons.ts'
import { drawChange } from './change-images.ts'
import { drawFlow } from './flow-images.ts'
import { drawFill, drawLamp } from './look-images.ts'
import { type MarkerId, parseMarker, ringSegments } from './marker-id.ts'
import { drawValve } from './valve-images.ts'

const RATIO = 2

export interface MarkerImage {
  image: ImageData
  pixelRatio: number
}

/** Draws the image of a name in a theme's colours; null for a name that is none of ours. */
export function drawMarker(id: string, tokens: Tokens): MarkerImage | null {
  const marker = parseMarker(id)
  if (!marker) return null
  const size = sizeOf(marker)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * RATIO
  const ctx = canvas.getContext('2d', { willReadFrequently: true })
  if (!ctx) return null
  ctx.scale(RATIO, RATIO)
  if (marker.kind === 'cluster') drawCluster(ctx, size, marker, tokens)
  else if (marker.kind === 'change') drawChange(ctx, size, marker.change, tokens)
  else if (marker.kind === 'flow') drawFlow(ctx, size, marker.measured, tokens)
  else if (marker.kind === 'valve') drawValve(ctx, size, marker.role, tokens)
  else if (marker.kind === 'dot') drawDot(ctx, size, marker, tokens)
  else drawAsset(ctx, size, marker, tokens)
  return { image: ctx.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO }
}

function sizeOf(marker: MarkerId): number {
  if (marker.kind === 'cluster') return clusterSize(marker)
  if (marker.kind === 'change') return 18
  if (marker.kind === 'flow') return 14
  if (marker.kind === 'valve') return 30
  if (marker.kind === 'dot') return marker.state === 'normal' ? 10 : 20
  return 40
}

const clusterSize = ({ state, size }: { state: AssetState; size: number }): number =>
  (state === 'normal' ? [30, 34, 38, 44] : [38, 42, 48, 56])[size] ?? 42

/** From afar: the shape alone; what is normal is a small outlined disc. */
function drawDot(
  ctx: CanvasRenderingContext2D,
  size: number,
  marker: Extract<MarkerId, { kind: 'dot' }>,
  tokens: Tokens,
): void {
  drawShape(
    ctx,
    marker.state,
    marker.probability,
    size / 2,
    size / 2,
    marker.state === 'normal' ? 8 : 16,
    tokens,
  )
  if (marker.state === 'normal' && marker.lamp) drawLamp(ctx, size / 2, 2.9, marker.lamp, tokens, 'dot')
}

/** From near: the class's icon on a disc, ringed in the state's colour, with the state's shape at its shoulder. */
function drawAsset(
  ctx: CanvasRenderingContext2D,
  size: number,
  marker: Extract<MarkerId, { kind: 'asset' }>,
  tokens: Tokens,
): void {
  const c = size / 2
  const calm = marker.state === 'normal'
  ctx.beginPath()
  ctx.arc(c, c, 13, 0, 2 * Math.PI)
  ctx.fillStyle = tokens.map.marker
  ctx.fill()
  ctx.lineWidth = calm ? 1.25 : 2.5
  ctx.strokeStyle = calm ? tokens.map.markerEdge : tokens.stateEdge[marker.state]
  ctx.stroke()
  if (marker.fill !== null) drawFill(ctx, c, marker.fill, tokens)
  if (marker.lamp) drawLamp(ctx, c, 13, marker.lamp, tokens, 'disc')
  ctx.save()
  ctx.translate(c - 8.5, c - 8.5)
  ctx.scale(17 / 24, 17 / 24)
  ctx.lineWidth = 1.9
  ctx.lineCap = ctx.lineJoin = 'round'
  ctx.strokeStyle = tokens.map.glyph
  ctx.stroke(new Path2D(classIcons[marker.class]))
  ctx.restore()
  if (!calm) drawShape(ctx, marker.state, marker.probability, c + 10.5, c - 10.5, 15, tokens)
  if (marker.underWork) drawWrench(ctx, c + 10.5, c + 10.5, tokens)
}

function drawWrench(ctx: CanvasRenderingContext2D, x: number, y: number, tokens: Tokens): void {
  ctx.beginPath()
  ctx.arc(x, y, 7, 0, 2 * Math.PI)
  ctx.fillStyle = tokens.strong
  ctx.fill()
  ctx.save()
  ctx.translate(x - 5, y - 5)
  ctx.scale(10 / 16, 10 / 16)
  ctx.fillStyle = tokens.onStrong
  ctx.fill(new Path2D(wrench))
  ctx.restore()
}

/** A ring divided by state, the worst state's shape in its middle; the count is text that the map sets. */
function drawCluster(
  ctx: CanvasRenderingContext2D,
  size: number,
  marker: Extract<MarkerId, { kind: 'cluster' }>,
  tokens: Tokens,
): void {
  const c = size / 2
  if (marker.state === 'normal') {
    // At rest a cluster is a grey outline and its number, nothing more.
    ctx.beginPath()
    ctx.arc(c, c, c - 4, 0, 2 * Math.PI)
    ctx.globalAlpha = 0.82
    ctx.fillStyle = tokens.map.marker
    ctx.fill()
    ctx.globalAlpha = 1
    ctx.lineWidth = 1.25
    ctx.strokeStyle = tokens.map.markerEdge
    ctx.stroke()
    return
  }
  const width = 5
  const radius = c - width / 2 - 1.5
  ctx.beginPath()
  ctx.arc(c, c, c - 1, 0, 2 * Math.PI)
  ctx.fillStyle = tokens.map.marker
  ctx.fill()
  const segments = ringSegments(marker.shares)
  for (const { state, from, to } of segments) {
    ctx.beginPath()
    ctx.arc(c, c, radius, from, to)
    ctx.lineWidth = width
    ctx.strokeStyle = ringColour(state, tokens)
    ctx.stroke()
  }
  if (segments.length > 1) {
    // A thin cut between neighbours, so that states are told apart without colour too.
    ctx.lineWidth = 1.5
    ctx.strokeStyle = tokens.map.marker
    for (const { from } of segments) {
      ctx.beginPath()
      ctx.moveTo(c + Math.cos(from) * (radius - width / 2), c + Math.sin(from) * (radius - width / 2))
      ctx.lineTo(c + Math.cos(from) * (radius + width / 2), c + Math.sin(from) * (radius + width / 2))
      ctx.stroke()
    }
  }
  drawShape(ctx, marker.state, 1, c, c - 6, 13, tokens)
}

/** Normal and stale are greys of different weight; a ring of mostly normal stays quiet. */
function ringColour(state: AssetState, tokens: Tokens): string {
  if (state === 'normal') return tokens.line
  if (state === 'stale') return tokens.stateEdge.stale
  return state === 'information' ? tokens.stateEdge.information : tokens.state[state]
}

function drawShape(
  ctx: CanvasRenderingContext2D,
  state: AssetState,
  probability: number,
  x: number,
  y: number,
  size: number,
  tokens: Tokens,
): void {
  const shape = new Path2D(stateShapes[state])
  ctx.save()
  ctx.translate(x - size / 2, y - size / 2)
  ctx.scale(size / 16, size / 16)
  ctx.lineJoin = 'round'
  // A halo of the ground keeps the shape apart from what it covers.
  if (state !== 'normal') {
    ctx.lineWidth = 4
    ctx.strokeStyle = tokens.map.marker
    ctx.stroke(shape)
  }
  ctx.save()
  ctx.clip(shape)
  ctx.fillStyle = state === 'prediction' ? tokens.map.marker : tokens.state[state]
  ctx.fillRect(0, 0, 16, 16)
  if (state === 'prediction') {
    ctx.fillStyle = tokens.state.prediction
    ctx.fillRect(0, 16 * (1 - probability), 16, 16 * probability)
  }
  if (state === 'stale') {
    ctx.lineWidth = 1
    ctx.strokeStyle = tokens.stateEdge.stale
    ctx.stroke(new Path2D(hatch))
  }
  ctx.restore()
  ctx.lineWidth = shapeStroke[state]
  ctx.strokeStyle = tokens.stateEdge[state]
  ctx.stroke(shape)
  if (state === 'stale') {
    ctx.beginPath()
    ctx.arc(8, 8.6, 4, 0, 2 * Math.PI)
    ctx.fillStyle = tokens.state.stale
    ctx.fill()
    ctx.lineCap = 'round'
    ctx.lineWidth = 1.5
    ctx.strokeStyle = tokens.onState.stale
    ctx.stroke(new Path2D(questionMark))
  }
  ctx.restore()
}

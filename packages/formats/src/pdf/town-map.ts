import { type AssetState, type Box, boxOf, type Geometry, type Position, positionsOf } from '@driftbild/core'
import { toSweref, toWgs84 } from '@driftbild/network'
import type { Area, Look } from './look.ts'
import { drawMark } from './mark.ts'

export interface TownMap {
  /** What lies below, in the order in which it is drawn. */
  ground: readonly { layer: string; geometry: Geometry }[]
  /** Networks: a line each, with its colour. */
  lines: readonly { geometry: Geometry; colour: string; width: number }[]
  /** What the map is about; it is all in the picture. */
  shown: readonly { geometry: Geometry; position: Position; state: AssetState }[]
}

/** Metres around what is shown at the least: an asset alone says nothing of where it is. */
const LEAST_MARGIN = 250

/** The stretch of the world, in degrees, that has to be known for such a map. */
export function surroundings(shown: TownMap['shown'], area: Pick<Area, 'width' | 'height'>): Box {
  const { west, south, width, height } = frameOf(shown, area)
  return boxOf({
    type: 'LineString',
    coordinates: [toWgs84([west, south]), toWgs84([west + width, south + height])],
  })
}

/** North is up, in SWEREF 99 TM; a scale bar says how far. */
export function drawTownMap(doc: PDFKit.PDFDocument, area: Area, map: TownMap, look: Look): void {
  const frame = frameOf(map.shown, area)
  const scale = area.width / frame.width
  const at = (position: Position): Position => {
    const [east, north] = toSweref(position)
    return [area.x + (east - frame.west) * scale, area.y + area.height - (north - frame.south) * scale]
  }
  doc.save()
  doc.rect(area.x, area.y, area.width, area.height).clip()
  doc.rect(area.x, area.y, area.width, area.height).fill(look.map.land)
  for (const { layer, geometry } of map.ground) drawGround(doc, layer, geometry, at, look)
  for (const { geometry, colour, width } of map.lines) {
    trace(doc, geometry, at)
    doc.lineWidth(width).lineCap('round').strokeColor(colour).stroke()
  }
  for (const { geometry } of map.shown) {
    if (geometry.type === 'Point') continue
    trace(doc, geometry, at)
    doc.lineWidth(2.4).strokeColor(look.map.selection).stroke()
  }
  const size = map.shown.length > 40 ? 6 : 11
  for (const { position, state, geometry } of map.shown) {
    if (geometry.type !== 'Point' && state === 'normal') continue
    const [x, y] = at(position)
    if (map.shown.length === 1) doc.circle(x, y, size).lineWidth(1.6).strokeColor(look.map.selection).stroke()
    drawMark(doc, look.states[state], x - size / 2, y - size / 2, size)
  }
  drawScaleBar(doc, area, scale, look)
  doc.restore()
  doc.rect(area.x, area.y, area.width, area.height).lineWidth(0.5).strokeColor(look.line).stroke()
}

interface Frame {
  west: number
  south: number
  width: number
  height: number
}

function frameOf(shown: TownMap['shown'], { width, height }: Pick<Area, 'width' | 'height'>): Frame {
  const box = boxOf({
    type: 'LineString',
    coordinates: shown.flatMap(({ geometry }) => positionsOf(geometry).map((at) => toSweref(at) as Position)),
  })
  const [minX, minY, maxX, maxY] = box
  const margin = Math.max(LEAST_MARGIN, 0.08 * Math.max(maxX - minX, maxY - minY))
  const metres = Math.max((maxX - minX + 2 * margin) / width, (maxY - minY + 2 * margin) / height)
  const frame = { width: width * metres, height: height * metres }
  return { west: (minX + maxX - frame.width) / 2, south: (minY + maxY - frame.height) / 2, ...frame }
}

function drawGround(
  doc: PDFKit.PDFDocument,
  layer: string,
  geometry: Geometry,
  at: (position: Position) => Position,
  look: Look,
): void {
  const colour = look.map[layer as keyof Look['map']]
  if (colour === undefined || geometry.type === 'Point') return
  trace(doc, geometry, at)
  if (geometry.type === 'Polygon') doc.fill(colour, 'even-odd')
  else
    doc
      .lineWidth(layer === 'street' ? 1.6 : 0.8)
      .strokeColor(colour)
      .stroke()
}

function trace(doc: PDFKit.PDFDocument, geometry: Geometry, at: (position: Position) => Position): void {
  if (geometry.type === 'Point') return
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates
  for (const line of lines) {
    line.forEach((position, i) => {
      if (i === 0) doc.moveTo(...at(position))
      else doc.lineTo(...at(position))
    })
  }
}

const BAR_LENGTHS = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000]

/** The longest round length that takes no more than a quarter of the width. */
function drawScaleBar(doc: PDFKit.PDFDocument, area: Area, scale: number, look: Look): void {
  const metres = BAR_LENGTHS.findLast((length) => length * scale <= area.width / 4) ?? BAR_LENGTHS[0]!
  const [x, y] = [area.x + 10, area.y + area.height - 10]
  doc
    .rect(x - 5, y - 14, metres * scale + 10, 19)
    .fillColor(look.panel, 0.8)
    .fill()
  doc
    .moveTo(x, y - 3)
    .lineTo(x, y)
    .lineTo(x + metres * scale, y)
  doc
    .lineTo(x + metres * scale, y - 3)
    .lineWidth(1)
    .strokeColor(look.text, 1)
    .stroke()
  const label = metres < 1_000 ? `${metres} m` : `${metres / 1_000} km`
  doc.font('regular').fontSize(7).fillColor(look.text, 1)
  doc.text(label, x, y - 12, { lineBreak: false })
}

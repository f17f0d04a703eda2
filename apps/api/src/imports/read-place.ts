import type { Geometry, Position, SurveyedPlace } from '@driftbild/core'
import {
  type Feature,
  placeInPlane,
  placeInWgs84,
  type RawGeometry,
  readWellKnownText,
} from '@driftbild/formats/features'
import { type OwnPlane, SWEREF99_TM, toSweref } from '@driftbild/network'
import type { ImportMapping } from '../contract/index.ts'
import { numberIn } from './read-cell.ts'

/** Where a row lies, with what was measured kept beside it; null where it says nothing, or nothing readable. */
export function readPlace(
  feature: Feature,
  { place, crs, plane }: Pick<ImportMapping, 'place' | 'crs'> & { plane: OwnPlane | null },
): { geometry: Geometry; surveyed: SurveyedPlace } | 'unreadable' | null {
  const raw = rawPlace(feature, place)
  if (raw === null || raw === 'unreadable') return raw
  if (plane) return inPlane(raw, plane)
  const geometry = placeInWgs84(raw, crs)
  if (!geometry) return 'unreadable'
  const height = raw.type === 'Point' ? (raw.coordinates as number[])[2] : undefined
  return {
    geometry,
    surveyed: { crs, coordinates: raw.coordinates, ...(Number.isFinite(height) && { height: height! }) },
  }
}

/** Nobody surveyed it in a system that has a name: what it was laid on the map by says how sure its place is. */
function inPlane(raw: RawGeometry, plane: OwnPlane): ReturnType<typeof readPlace> {
  const geometry = placeInPlane(raw, plane)
  if (!geometry) return 'unreadable'
  const coordinates = eachOf(geometry, (at) => toSweref(at).map((metres) => Math.round(metres * 1e3) / 1e3))
  const accuracy = plane.residuals.length > 2 ? Math.round(plane.spread * 100) / 100 : 0
  return { geometry, surveyed: { crs: SWEREF99_TM, coordinates, ...(accuracy > 0 && { accuracy }) } }
}

function eachOf(geometry: Geometry, as: (at: Position) => unknown): unknown {
  if (geometry.type === 'Point') return as(geometry.coordinates)
  return geometry.type === 'LineString'
    ? geometry.coordinates.map(as)
    : geometry.coordinates.map((ring) => ring.map(as))
}

function rawPlace(feature: Feature, place: ImportMapping['place']): RawGeometry | 'unreadable' | null {
  switch (place.from) {
    case 'none':
      return null
    case 'file':
      return feature.geometry
    case 'text': {
      const text = feature.values[place.column]
      return text === null || text === undefined ? null : readWellKnownText(String(text))
    }
    case 'columns': {
      const cells = [feature.values[place.east], feature.values[place.north]]
      if (cells.every((cell) => cell === null || cell === undefined)) return null
      const [x, y] = cells.map((cell) => (typeof cell === 'number' ? cell : numberIn(String(cell ?? ''))))
      return x === null || y === null || x === undefined || y === undefined
        ? 'unreadable'
        : { type: 'Point', coordinates: [x, y] }
    }
  }
}

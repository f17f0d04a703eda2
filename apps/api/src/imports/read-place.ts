import type { Geometry, SurveyedPlace } from '@driftbild/core'
import { type Feature, placeInWgs84, type RawGeometry, readWellKnownText } from '@driftbild/formats/features'
import type { ImportMapping } from '../contract/index.ts'
import { numberIn } from './read-cell.ts'

/** Where a row lies, with what was measured kept beside it; null where it says nothing, or nothing readable. */
export function readPlace(
  feature: Feature,
  { place, crs }: Pick<ImportMapping, 'place' | 'crs'>,
): { geometry: Geometry; surveyed: SurveyedPlace } | 'unreadable' | null {
  const raw = rawPlace(feature, place)
  if (raw === null || raw === 'unreadable') return raw
  const geometry = placeInWgs84(raw, crs)
  if (!geometry) return 'unreadable'
  const height = raw.type === 'Point' ? (raw.coordinates as number[])[2] : undefined
  return {
    geometry,
    surveyed: { crs, coordinates: raw.coordinates, ...(Number.isFinite(height) && { height: height! }) },
  }
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

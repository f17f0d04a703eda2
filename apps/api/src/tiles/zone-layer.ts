import type { Zone } from '@driftbild/core'
import type { ZoneFeature } from '../contract/index.ts'
import { type CutTile, cutIndex } from './vector-tile.ts'

export interface ZoneLayer {
  tile(z: number, x: number, y: number): CutTile | null
}

/** Borders of zones. As lines: where a tile cuts an area, its edge would be drawn as a border too. */
export function zoneLayer(zones: readonly Zone[]): ZoneLayer {
  const features = zones.flatMap(({ tag, name, service, geometry }) => {
    if (geometry?.type !== 'Polygon') return []
    const properties: ZoneFeature = { tag, name, service }
    return geometry.coordinates.map((coordinates) => ({
      type: 'Feature' as const,
      properties,
      geometry: { type: 'LineString' as const, coordinates },
    }))
  })
  const index = cutIndex({ type: 'FeatureCollection', features }, { maxZoom: 16, tolerance: 3 })
  return { tile: (z, x, y) => index.getTile(z, x, y) }
}

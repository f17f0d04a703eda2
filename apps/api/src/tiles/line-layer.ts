import type { AssetClass, AssetState, Geometry, Service } from '@driftbild/core'
import type { NetworkFeature } from '../contract/index.ts'
import { type CutTile, cutIndex } from './vector-tile.ts'

export interface DrawnLine {
  tag: string
  class: AssetClass
  service: Service
  diameter: number | null
  geometry: Geometry
}

export interface LineLayer {
  tile(z: number, x: number, y: number, stateOf: (tag: string) => AssetState): CutTile | null
}

export function lineLayer(lines: readonly DrawnLine[]): LineLayer {
  const index = cutIndex(
    {
      type: 'FeatureCollection',
      features: lines.map((line, i) => ({
        type: 'Feature',
        properties: { index: i },
        geometry: line.geometry,
      })),
    },
    { maxZoom: 18, tolerance: 2 },
  )
  return {
    tile(z, x, y, stateOf) {
      const tile = index.getTile(z, x, y)
      if (!tile) return null
      const features = tile.features.map((feature) => {
        const line = lines[feature.tags?.index as number]!
        const tags: NetworkFeature = {
          tag: line.tag,
          class: line.class,
          service: line.service,
          ...(line.diameter !== null && { diameter: line.diameter }),
          state: stateOf(line.tag),
        }
        return { ...feature, tags }
      })
      return { ...tile, features }
    },
  }
}

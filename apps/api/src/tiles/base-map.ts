import type { BaseMapFeature } from '@driftbild/core'
import { encodeTile } from './encode-tile.ts'
import { cutIndex } from './vector-tile.ts'

export interface BaseMap {
  tile(z: number, x: number, y: number): Uint8Array<ArrayBuffer>
}

const KEPT_TILES = 500

/** The quiet base map: a layer for each kind of feature. It never changes by itself, so tiles are kept. */
export function baseMap(features: readonly BaseMapFeature[]): BaseMap {
  const indexes = [...Map.groupBy(features, (f) => f.layer)].map(([layer, some]) => ({
    layer,
    index: cutIndex(
      {
        type: 'FeatureCollection',
        features: some.map(({ name, rank, geometry }) => ({
          type: 'Feature',
          properties: name === null ? { rank } : { name, rank },
          geometry,
        })),
      },
      { maxZoom: 16, tolerance: 3 },
    ),
  }))
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    tile(z, x, y) {
      const name = `${z}/${x}/${y}`
      let tile = kept.get(name)
      if (!tile) {
        tile = encodeTile(
          Object.fromEntries(indexes.map(({ layer, index }) => [layer, index.getTile(z, x, y)])),
        )
        if (kept.size >= KEPT_TILES) kept.delete(kept.keys().next().value!)
        kept.set(name, tile)
      }
      return tile
    },
  }
}

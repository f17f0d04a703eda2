import type { BaseMapFeature } from '@driftbild/core'
import { type KeptBody, keptBody } from '../http/kept-body.ts'
import { encodeTile } from './encode-tile.ts'
import { kept } from './kept.ts'
import { cutIndex } from './vector-tile.ts'

export interface BaseMap {
  tile(z: number, x: number, y: number): KeptBody
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
  const tiles = kept<KeptBody>(KEPT_TILES)
  return {
    tile(z, x, y) {
      const name = `${z}/${x}/${y}`
      const layers = () =>
        Object.fromEntries(indexes.map(({ layer, index }) => [layer, index.getTile(z, x, y)]))
      return tiles.get(name) ?? tiles.put(name, keptBody(encodeTile(layers())))
    },
  }
}

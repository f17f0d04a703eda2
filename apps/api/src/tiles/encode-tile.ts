import { fromGeojsonVt } from '@maplibre/vt-pbf'
import { type CutTile, EXTENT } from './vector-tile.ts'

export const TILE_TYPE = 'application/vnd.mapbox-vector-tile'

/** The tile's layers as protocol buffers; a layer without a feature is left out, as the format demands. */
export function encodeTile(layers: Record<string, CutTile | null>): Uint8Array<ArrayBuffer> {
  const present: Parameters<typeof fromGeojsonVt>[0] = {}
  for (const [name, tile] of Object.entries(layers)) {
    if (tile && tile.features.length > 0) present[name] = tile as (typeof present)[string]
  }
  return new Uint8Array(fromGeojsonVt(present, { version: 2, extent: EXTENT }))
}

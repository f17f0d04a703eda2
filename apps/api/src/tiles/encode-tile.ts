import type { GeoJSONVTTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'

export const EXTENT = 4096
export const TILE_TYPE = 'application/vnd.mapbox-vector-tile'

/** The tile's layers as protocol buffers; a layer without a feature is left out, as the format demands. */
export function encodeTile(layers: Record<string, GeoJSONVTTile | null>): Uint8Array<ArrayBuffer> {
  const present: Record<string, GeoJSONVTTile> = {}
  for (const [name, tile] of Object.entries(layers)) {
    if (tile && tile.features.length > 0) present[name] = tile
  }
  return new Uint8Array(fromGeojsonVt(present, { version: 2, extent: EXTENT }))
}

import { GeoJSONVT } from '@maplibre/geojson-vt'
import type { FeatureCollection } from 'geojson'

export const EXTENT = 4096

/** A tile's features as the encoder takes them; the library's own types don't resolve under NodeNext. */
export interface CutTile {
  features: CutFeature[]
}

/** In whole units of the tile: points, or lines of points. */
export type CutFeature =
  | { type: 1; geometry: [x: number, y: number][]; tags: Record<string, unknown> | null }
  | { type: 2 | 3; geometry: [x: number, y: number][][]; tags: Record<string, unknown> | null }

export interface CutIndex {
  getTile(z: number, x: number, y: number): CutTile | null
}

interface CutOptions {
  maxZoom: number
  tolerance?: number
}

export const cutIndex = (data: FeatureCollection, options: CutOptions): CutIndex =>
  new GeoJSONVT(data, { extent: EXTENT, ...options })

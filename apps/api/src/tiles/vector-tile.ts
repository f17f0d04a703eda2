import { GeoJSONVT } from '@maplibre/geojson-vt'
import type { FeatureCollection } from 'geojson'

export const EXTENT = 4096

/** The part of a cut tile that we touch. The library's own types don't resolve under NodeNext. */
export interface CutTile {
  features: { tags: Record<string, unknown> | null }[]
}

export interface CutIndex {
  getTile(z: number, x: number, y: number): CutTile | null
  getClusterLeaves(cluster: number, limit: number, offset: number): { properties: unknown }[] | null
}

interface CutOptions {
  maxZoom: number
  tolerance?: number
  buffer?: number
  cluster?: boolean
  /** Radius in the tile's own units. */
  clusterOptions?: { maxZoom: number; radius: number; extent: number }
}

export const cutIndex = (data: FeatureCollection, options: CutOptions): CutIndex =>
  new GeoJSONVT(data, { extent: EXTENT, ...options })

import type { StyleSpecification } from 'maplibre-gl'
import type { Tokens } from '../theme/tokens.ts'
import { assetLayers } from './asset-layers.ts'
import { baseLabels, baseLayers } from './base-layers.ts'
import { networkLayers } from './network-layers.ts'
import { selectionLayers } from './selection-layers.ts'
import { zoneLayers } from './zone-layers.ts'

/** Zoom levels for which the API cuts tiles; deeper ones are stretched. */
const BASE_DEEPEST = 16
const TOWN_DEEPEST = 18

/** The whole style, in a theme's colours. `town` holds what changes, `base` what doesn't. */
export function mapStyle(
  tokens: Tokens,
  origin: string,
  municipality: string,
  tiles: string,
): StyleSpecification {
  const root = `${origin}/api/${municipality}`
  return {
    version: 8,
    sources: {
      base: { type: 'vector', tiles: [`${root}/base/{z}/{x}/{y}.mvt`], maxzoom: BASE_DEEPEST },
      town: {
        type: 'vector',
        tiles: [tiles],
        maxzoom: TOWN_DEEPEST,
        promoteId: 'tag',
      },
      selected: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      ...baseLayers(tokens),
      ...zoneLayers(tokens),
      ...networkLayers(tokens),
      ...baseLabels(tokens),
      ...selectionLayers(tokens),
      ...assetLayers(tokens),
    ],
  }
}

/** Only these classes, in clusters too; null for all. */
export function townTiles(origin: string, municipality: string, classes: readonly string[] | null): string {
  const only = classes === null ? '' : `?classes=${classes.join(',')}`
  return `${origin}/api/${municipality}/tiles/{z}/{x}/{y}.mvt${only}`
}

import type { AssetClass, AssetState } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import type { StyleSpecification, VectorSourceSpecification } from 'maplibre-gl'
import { assetLayers } from './asset-layers.ts'
import { baseLabels, baseLayers } from './base-layers.ts'
import { changeLayers } from './change-layers.ts'
import { editLayers } from './edit-layers.ts'
import { networkLayers } from './network-layers.ts'
import { selectionLayers } from './selection-layers.ts'
import { shutLayers, shutMarks } from './shut-layers.ts'
import { traceLayers } from './trace-layers.ts'
import { type MapView, withView } from './view.ts'
import { zoneLayers } from './zone-layers.ts'

/** Zoom levels for which the API cuts tiles; deeper ones are stretched. */
const BASE_DEEPEST = 16
const TOWN_DEEPEST = 18

const NOTHING = { type: 'FeatureCollection' as const, features: [] }

/** The whole style, in a theme's colours. `town` holds what changes, `base` what doesn't. */
export function mapStyle(
  tokens: Tokens,
  origin: string,
  municipality: string,
  tiles: string,
  view: MapView,
): StyleSpecification {
  return {
    version: 8,
    sources: {
      base: baseSource(origin, municipality),
      town: {
        type: 'vector',
        tiles: [tiles],
        maxzoom: TOWN_DEEPEST,
        promoteId: 'tag',
      },
      selected: { type: 'geojson', data: NOTHING },
      traced: { type: 'geojson', data: NOTHING },
      shut: { type: 'geojson', data: NOTHING },
      drawn: { type: 'geojson', data: NOTHING },
      edited: { type: 'geojson', data: NOTHING },
    },
    layers: withView(
      [
        ...baseLayers(tokens),
        ...zoneLayers(tokens),
        ...traceLayers(tokens),
        ...networkLayers(tokens),
        ...shutLayers(tokens),
        ...baseLabels(tokens),
        ...selectionLayers(tokens),
        ...assetLayers(tokens),
        ...shutMarks(),
        ...changeLayers(),
        ...editLayers(tokens),
      ],
      view,
      tokens,
    ),
  }
}

export const baseSource = (origin: string, municipality: string): VectorSourceSpecification => ({
  type: 'vector',
  tiles: [`${origin}/api/${municipality}/base/{z}/{x}/{y}.mvt`],
  maxzoom: BASE_DEEPEST,
})

/** What the tiles are to hold, in clusters too; null for all. */
export interface TileFilter {
  classes: readonly AssetClass[] | null
  zone: string | null
  state: AssetState | null
  /** A past moment, and the earlier one that it is compared with; null for now, and for none. */
  at: string | null
  since: string | null
}

export function townTiles(
  origin: string,
  municipality: string,
  { classes, zone, state, at, since }: TileFilter,
): string {
  const only = new URLSearchParams({
    ...(classes && { classes: classes.join(',') }),
    ...(zone && { zone }),
    ...(state && { state }),
    ...(at && { at }),
    ...(since && { since }),
  }).toString()
  return `${origin}/api/${municipality}/tiles/{z}/{x}/{y}.mvt${only && `?${only}`}`
}

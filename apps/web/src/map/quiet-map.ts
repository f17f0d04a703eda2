import type { Box } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import {
  type GeoJSONSourceSpecification,
  type LayerSpecification,
  Map as MapLibreMap,
  ScaleControl,
} from 'maplibre-gl'
import { baseLabels, baseLayers } from './base-layers.ts'
import './worker.ts'

const BASE_DEEPEST = 16

interface QuietMapOptions {
  container: HTMLElement
  municipality: string
  tokens: Tokens
  bounds: Box
  /** What it is called for those who don't see it. */
  label: string
  /** What is drawn over the base map, by the names that the layers use. */
  sources: readonly string[]
  layers: readonly LayerSpecification[]
}

const NOTHING = { type: 'FeatureCollection' as const, features: [] }

/** A small map of some places over the quiet base map. */
export function quietMap({ container, municipality, tokens, bounds, label, ...own }: QuietMapOptions) {
  const map = new MapLibreMap({
    container,
    style: {
      version: 8,
      sources: {
        base: {
          type: 'vector',
          tiles: [`${location.origin}/api/${municipality}/base/{z}/{x}/{y}.mvt`],
          maxzoom: BASE_DEEPEST,
        },
        ...Object.fromEntries(
          own.sources.map((name): [string, GeoJSONSourceSpecification] => [
            name,
            { type: 'geojson', data: NOTHING },
          ]),
        ),
      },
      layers: [...baseLayers(tokens), ...baseLabels(tokens), ...own.layers],
    },
    bounds,
    fitBoundsOptions: { padding: 32, maxZoom: 17 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
  })
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left')
  map.getCanvas().setAttribute('aria-label', label)
  return map
}

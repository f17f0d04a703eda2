import type { Tokens } from '@driftbild/words/look'
import type { LayerSpecification } from 'maplibre-gl'
import { lineWidth } from './network-layers.ts'

/** A glow around what is chosen; its geometry is its own, so that it shows within a cluster too. */
export function selectionLayers({ map }: Tokens): LayerSpecification[] {
  return [
    {
      id: 'drawn-area',
      source: 'drawn',
      type: 'fill',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': map.selection, 'fill-opacity': 0.14 },
    },
    {
      id: 'drawn-edge',
      source: 'drawn',
      type: 'line',
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': map.selection, 'line-width': 2 },
    },
    {
      id: 'drawn-corner',
      source: 'drawn',
      type: 'circle',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 5,
        'circle-color': map.marker,
        'circle-stroke-color': map.selection,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'selected-line',
      source: 'selected',
      type: 'line',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': map.selection, 'line-width': lineWidth(10), 'line-opacity': 0.28 },
    },
    {
      id: 'selected-glow',
      source: 'selected',
      type: 'circle',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-radius': 34, 'circle-color': map.selection, 'circle-opacity': 0.3, 'circle-blur': 1 },
    },
    {
      id: 'selected-point',
      source: 'selected',
      type: 'circle',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 20,
        'circle-color': map.selection,
        'circle-opacity': 0.14,
        'circle-stroke-color': map.selection,
        'circle-stroke-width': 2,
      },
    },
  ]
}

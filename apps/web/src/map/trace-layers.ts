import type { Tokens } from '@driftbild/words/look'
import type { LayerSpecification } from 'maplibre-gl'
import { lineWidth } from './network-layers.ts'

const isCertain: ['==', ['get', string], boolean] = ['==', ['get', 'certain'], true]

/** What was traced, under the network's own lines: whole where it is certain, broken where it only may be. */
export function traceLayers({ map }: Tokens): LayerSpecification[] {
  const line = { source: 'traced', type: 'line', layout: { 'line-join': 'round' } } as const
  return [
    {
      ...line,
      id: 'traced-possible',
      filter: ['all', ['==', ['geometry-type'], 'LineString'], ['!', isCertain]],
      paint: {
        'line-color': map.selection,
        'line-width': lineWidth(6),
        'line-opacity': 0.3,
        'line-dasharray': [0.6, 0.5],
      },
    },
    {
      ...line,
      id: 'traced-certain',
      filter: ['all', ['==', ['geometry-type'], 'LineString'], isCertain],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': map.selection, 'line-width': lineWidth(8), 'line-opacity': 0.45 },
    },
    {
      id: 'traced-point',
      source: 'traced',
      type: 'circle',
      minzoom: 13,
      filter: ['all', ['==', ['geometry-type'], 'Point'], isCertain],
      paint: { 'circle-radius': 9, 'circle-color': map.selection, 'circle-opacity': 0.28 },
    },
  ]
}

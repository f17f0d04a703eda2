import type { LayerSpecification } from 'maplibre-gl'
import type { Tokens } from '../theme/tokens.ts'
import { font } from './font.ts'

/** Where zones end: a quiet dashed border with the name along it. */
export function zoneLayers({ map }: Tokens): LayerSpecification[] {
  const shared = { source: 'town', 'source-layer': 'zone' } as const
  return [
    {
      ...shared,
      id: 'zone',
      type: 'line',
      minzoom: 11,
      paint: { 'line-color': map.label, 'line-opacity': 0.45, 'line-dasharray': [4, 4] },
    },
    {
      ...shared,
      id: 'zone-name',
      type: 'symbol',
      minzoom: 12.5,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 600,
        'text-field': ['get', 'name'],
        'text-font': font,
        'text-size': 11,
        'text-offset': [0, 0.9],
      },
      paint: { 'text-color': map.label, 'text-halo-color': map.labelHalo, 'text-halo-width': 1.4 },
    },
  ]
}

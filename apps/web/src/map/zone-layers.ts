import type { Tokens } from '@driftbild/words/look'
import type { LayerSpecification } from 'maplibre-gl'

/** Where zones end: a quiet dashed border. */
export const zoneLayers = ({ map }: Tokens): LayerSpecification[] => [
  {
    id: 'zone',
    source: 'town',
    'source-layer': 'zone',
    type: 'line',
    minzoom: 11,
    paint: { 'line-color': map.label, 'line-opacity': 0.3, 'line-dasharray': [4, 4] },
  },
]

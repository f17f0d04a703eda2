import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { changeMarker } from './marker-id.ts'

const differs: ExpressionSpecification = ['has', 'change']

/** What differs from the earlier moment: an arrow up for worse, one down for better, a delta for a value. */
export function changeLayers(): LayerSpecification[] {
  const shared = { source: 'town', type: 'symbol' } as const
  const layout = { 'icon-image': changeMarker, 'icon-allow-overlap': true, 'icon-padding': 0 } as const
  return [
    {
      ...shared,
      id: 'change-line',
      'source-layer': 'network',
      minzoom: 13,
      filter: differs,
      layout: { ...layout, 'symbol-placement': 'line-center', 'icon-rotation-alignment': 'viewport' },
    },
    {
      ...shared,
      id: 'change',
      'source-layer': 'assets',
      filter: differs,
      layout: { ...layout, 'icon-offset': [-12, -12] },
    },
  ]
}

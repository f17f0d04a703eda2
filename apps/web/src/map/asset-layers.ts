import { type AssetClass, assetStates } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { font } from './font.ts'
import { assetMarker, clusterMarker, dotMarker } from './marker-id.ts'

/** From here a marker shows its class's icon; below it the shape alone. */
const ICONS_FROM = 15.5

/** There are hundreds of these in a view: what is normal stays a dot until one is near. */
const crowd: AssetClass[] = ['luminaire', 'junction', 'valve', 'hydrant', 'connection', 'waste-container']
const CROWD_ICONS_FROM = 17

const isQuietCrowd: ExpressionSpecification = [
  'all',
  ['==', ['get', 'state'], 'normal'],
  ['!=', ['get', 'underWork'], true],
  ['in', ['get', 'class'], ['literal', crowd]],
]

const isCluster: ExpressionSpecification = ['==', ['get', 'cluster'], true]

/** Higher is drawn above: the worst is never covered. */
export const rank: ExpressionSpecification = [
  'match',
  ['get', 'state'],
  ...assetStates.flatMap((state, i) => [state, assetStates.length - i]),
  0,
] as unknown as ExpressionSpecification

/** Layers whose features can be chosen, topmost first. */
export const clickable = ['asset', 'cluster', 'network-mark', 'network-state', 'network'] as const

export function assetLayers({ map, text, quiet, state }: Tokens): LayerSpecification[] {
  const shared = { source: 'town', 'source-layer': 'assets' } as const
  return [
    {
      ...shared,
      id: 'calling',
      type: 'circle',
      filter: ['==', ['get', 'tag'], ''],
      paint: {
        'circle-color': state.critical,
        'circle-opacity': 0.28,
        'circle-radius': 16,
        'circle-radius-transition': { duration: 700, delay: 0 },
        'circle-opacity-transition': { duration: 700, delay: 0 },
      },
    },
    {
      ...shared,
      id: 'asset',
      type: 'symbol',
      filter: ['!', isCluster],
      layout: {
        'icon-image': [
          'step',
          ['zoom'],
          dotMarker,
          ICONS_FROM,
          ['case', isQuietCrowd, dotMarker, assetMarker],
          CROWD_ICONS_FROM,
          assetMarker,
        ],
        'icon-allow-overlap': true,
        'icon-padding': 0,
        'symbol-sort-key': rank,
        'text-field': ['step', ['zoom'], '', 17, ['get', 'tag']],
        'text-font': font,
        'text-size': 11,
        'text-offset': [0, 1.7],
        'text-optional': true,
      },
      paint: { 'text-color': map.label, 'text-halo-color': map.labelHalo, 'text-halo-width': 1.4 },
    },
    {
      ...shared,
      id: 'cluster',
      type: 'symbol',
      filter: isCluster,
      layout: {
        'icon-image': clusterMarker,
        'icon-allow-overlap': true,
        'symbol-sort-key': rank,
        'text-field': ['to-string', ['get', 'count']],
        'text-font': font,
        'text-size': 11,
        'text-offset': [
          'case',
          ['==', ['get', 'state'], 'normal'],
          ['literal', [0, 0]],
          ['literal', [0, 0.72]],
        ],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': ['case', ['==', ['get', 'state'], 'normal'], quiet, text] },
    },
  ]
}

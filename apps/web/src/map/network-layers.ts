import type { Tokens } from '@driftbild/words/look'
import type { ExpressionSpecification, LayerSpecification, LineLayerSpecification } from 'maplibre-gl'
import { flowMarker, lineMarker } from './marker-id.ts'

/** Millimetres; what a line without one is drawn as. */
const ORDINARY_DIAMETER = 150

/** Zoom from which lines are wide enough for round ends. */
const ROUND_FROM = 15

/** Pixels: a line's width follows its diameter, within what can be seen and what does not cover the street. */
export function lineWidth(extra: number): ExpressionSpecification {
  const diameter: ExpressionSpecification = [
    'min',
    800,
    ['max', 60, ['coalesce', ['get', 'diameter'], ORDINARY_DIAMETER]],
  ]
  return [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    11,
    ['+', extra * 0.6, ['*', diameter, 0.003]],
    14,
    ['+', extra, ['*', diameter, 0.0085]],
    18,
    ['+', extra, ['*', diameter, 0.026]],
  ]
}

/** The likelier a leak the stronger; what is hardly likely is still to be seen. */
export const HEAT = { least: 0.16, most: 0.85 } as const
const heatOpacity: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['get', 'suspicion'],
  0,
  HEAT.least,
  0.6,
  HEAT.most,
]

const normal: ExpressionSpecification = ['==', ['get', 'state'], 'normal']

/** Networks by service in thin quiet lines; a state takes the line's colour and sets its shape upon it. */
export function networkLayers({ map, stateEdge, state }: Tokens): LayerSpecification[] {
  // Of a line of a pixel or two nobody sees the ends, and round ones are most of what has to be drawn of a network.
  const line = {
    'line-cap': ['step', ['zoom'], 'butt', ROUND_FROM, 'round'],
    'line-join': ['step', ['zoom'], 'miter', ROUND_FROM, 'round'],
  } satisfies LineLayerSpecification['layout']
  const shared = { source: 'town', 'source-layer': 'network', type: 'line', layout: line } as const
  return [
    {
      ...shared,
      id: 'suspicion',
      filter: ['==', ['get', 'tag'], ''],
      paint: {
        'line-color': state.prediction,
        'line-width': lineWidth(14),
        'line-blur': 6,
        'line-opacity': 0.5,
      },
    },
    {
      ...shared,
      id: 'heat',
      filter: ['has', 'suspicion'],
      layout: { ...line, visibility: 'none' },
      paint: {
        'line-color': state.prediction,
        'line-width': lineWidth(14),
        'line-blur': 5,
        'line-opacity': heatOpacity,
      },
    },
    {
      ...shared,
      id: 'network',
      minzoom: 10,
      filter: normal,
      paint: {
        'line-color': [
          'match',
          ['get', 'service'],
          'sewer',
          map.network.sewer,
          'lighting',
          map.network.lighting,
          'waste',
          map.network.waste,
          map.network.water,
        ],
        'line-width': lineWidth(0),
      },
    },
    {
      ...shared,
      id: 'network-state',
      filter: ['!', normal],
      paint: {
        'line-color': [
          'match',
          ['get', 'state'],
          'critical',
          stateEdge.critical,
          'high',
          stateEdge.high,
          'low',
          stateEdge.low,
          'prediction',
          stateEdge.prediction,
          'stale',
          stateEdge.stale,
          stateEdge.information,
        ],
        'line-width': lineWidth(2),
      },
    },
    {
      id: 'network-flow',
      source: 'town',
      'source-layer': 'network',
      type: 'symbol',
      minzoom: 14.5,
      filter: ['has', 'flow'],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 110,
        'icon-image': flowMarker,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 14.5, 0.75, 18, 1.2],
        'icon-rotate': ['case', ['==', ['get', 'flow'], -1], 180, 0],
        'icon-rotation-alignment': 'map',
        'icon-keep-upright': false,
        'icon-allow-overlap': true,
        'icon-padding': 0,
      },
    },
    {
      id: 'network-mark',
      source: 'town',
      'source-layer': 'network',
      type: 'symbol',
      minzoom: 13,
      filter: ['!', normal],
      layout: {
        'symbol-placement': 'line-center',
        'icon-image': lineMarker,
        'icon-rotation-alignment': 'viewport',
        'icon-allow-overlap': true,
      },
    },
  ]
}

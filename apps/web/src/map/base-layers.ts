import type { Tokens } from '@driftbild/words/look'
import type { LayerSpecification } from 'maplibre-gl'
import { font } from './font.ts'

/**
 * Ground, water, houses and streets: quiet greys that nothing has to be read from. Their edges hardly differ from what
 * is beside them, so that smoothing them is not worth drawing them twice.
 */
export function baseLayers({ map }: Tokens): LayerSpecification[] {
  const street = (rank: number) => ['==', ['get', 'rank'], rank] as ['==', ['get', string], number]
  const width = (near: number, far: number) =>
    ['interpolate', ['exponential', 1.7], ['zoom'], 11, far, 15, near, 19, near * 6] as never
  return [
    { id: 'land', type: 'background', paint: { 'background-color': map.land } },
    {
      id: 'green',
      source: 'base',
      'source-layer': 'green',
      type: 'fill',
      paint: { 'fill-color': map.green, 'fill-antialias': false },
    },
    {
      id: 'water',
      source: 'base',
      'source-layer': 'water',
      type: 'fill',
      paint: { 'fill-color': map.water, 'fill-antialias': false },
    },
    {
      id: 'building',
      source: 'base',
      'source-layer': 'building',
      type: 'fill',
      minzoom: 14,
      paint: {
        'fill-color': map.building,
        'fill-outline-color': map.buildingEdge,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0, 15, 1],
      },
    },
    ...[3, 2, 1].map(
      (rank): LayerSpecification => ({
        id: `street-edge-${rank}`,
        source: 'base',
        'source-layer': 'street',
        type: 'line',
        filter: street(rank),
        minzoom: rank === 3 ? 14 : rank === 2 ? 12 : 0,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': map.streetEdge,
          'line-width': width(
            rank === 1 ? 9 : rank === 2 ? 6 : 2.5,
            rank === 1 ? 2.2 : rank === 2 ? 1.4 : 0.6,
          ),
        },
      }),
    ),
    ...[3, 2, 1].map(
      (rank): LayerSpecification => ({
        id: `street-${rank}`,
        source: 'base',
        'source-layer': 'street',
        type: 'line',
        filter: street(rank),
        minzoom: rank === 1 ? 11 : 13,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': rank === 3 ? map.path : map.street,
          'line-width': width(
            rank === 1 ? 7.2 : rank === 2 ? 4.6 : 1.6,
            rank === 1 ? 1.4 : rank === 2 ? 0.8 : 0.3,
          ),
        },
      }),
    ),
    {
      id: 'rail',
      source: 'base',
      'source-layer': 'rail',
      type: 'line',
      paint: { 'line-color': map.rail, 'line-width': 1.4, 'line-dasharray': [6, 2.5] },
    },
  ]
}

/** Names, above the networks and below the assets. */
export function baseLabels({ map }: Tokens): LayerSpecification[] {
  const halo = { 'text-halo-color': map.labelHalo, 'text-halo-width': 1.4 }
  return [
    {
      id: 'street-name',
      source: 'base',
      'source-layer': 'street',
      type: 'symbol',
      minzoom: 14.5,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        'text-field': ['coalesce', ['get', 'name'], ''],
        'text-font': font,
        'text-size': 11,
      },
      paint: { 'text-color': map.label, ...halo },
    },
    {
      id: 'water-name',
      source: 'base',
      'source-layer': 'water',
      type: 'symbol',
      minzoom: 11,
      layout: {
        'text-field': ['coalesce', ['get', 'name'], ''],
        'text-font': font,
        'text-size': 12,
        'text-letter-spacing': 0.08,
      },
      paint: { 'text-color': map.waterLabel, 'text-halo-color': map.water, 'text-halo-width': 1 },
    },
    {
      id: 'green-name',
      source: 'base',
      'source-layer': 'green',
      type: 'symbol',
      minzoom: 14,
      layout: { 'text-field': ['coalesce', ['get', 'name'], ''], 'text-font': font, 'text-size': 11 },
      paint: { 'text-color': map.label, ...halo },
    },
    {
      id: 'place-name',
      source: 'base',
      'source-layer': 'place',
      type: 'symbol',
      maxzoom: 15.5,
      layout: {
        'text-field': ['coalesce', ['get', 'name'], ''],
        'text-font': font,
        'text-size': ['match', ['get', 'rank'], 1, 16, 13],
        'text-letter-spacing': 0.04,
      },
      paint: { 'text-color': map.label, ...halo },
    },
  ]
}

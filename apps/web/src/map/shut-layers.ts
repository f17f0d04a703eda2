import type { Tokens } from '@driftbild/words/look'
import type { GeoJSONSource, LayerSpecification } from 'maplibre-gl'
import type { IsolationView } from '../data/leaks.ts'
import { lineWidth } from './network-layers.ts'

/** What is without water and which valves that takes, as features. */
export function shutFeatures(shut: IsolationView | null): Parameters<GeoJSONSource['setData']>[0] {
  const line = (part: 'asked' | 'within' | 'behind') => ({
    type: 'Feature' as const,
    properties: { part },
    geometry: { type: 'MultiLineString' as const, coordinates: shut?.lines[part] ?? [] },
  })
  const valves = (['passed', 'feeds', 'close'] as const).flatMap((role) =>
    (shut?.[role] ?? []).map(({ tag, position }) => ({
      type: 'Feature' as const,
      properties: { role, tag },
      geometry: { type: 'Point' as const, coordinates: position },
    })),
  )
  // What can't be shut off is shown for itself.
  const lines = shut?.possible === false ? [line('asked')] : [line('behind'), line('within')]
  return { type: 'FeatureCollection', features: shut ? [...lines, ...valves] : [] }
}

/** The part without water: whole where it is meant, broken where nobody meant it; its valves lie on top. */
export function shutLayers({ map }: Tokens): LayerSpecification[] {
  const line = { source: 'shut', type: 'line' } as const
  return [
    {
      ...line,
      id: 'shut-behind',
      filter: ['==', ['get', 'part'], 'behind'],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': map.label, 'line-width': lineWidth(4), 'line-dasharray': [1.2, 0.9] },
    },
    {
      ...line,
      id: 'shut-asked',
      filter: ['==', ['get', 'part'], 'asked'],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': map.label, 'line-width': lineWidth(5), 'line-dasharray': [0.1, 2] },
    },
    {
      ...line,
      id: 'shut-within',
      filter: ['==', ['get', 'part'], 'within'],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': map.label, 'line-width': lineWidth(5) },
    },
  ]
}

export function shutMarks(): LayerSpecification[] {
  return [
    {
      id: 'shut-valve',
      source: 'shut',
      type: 'symbol',
      filter: ['has', 'role'],
      layout: {
        'icon-image': ['concat', 'valve/', ['get', 'role']],
        'icon-allow-overlap': true,
        'symbol-sort-key': ['match', ['get', 'role'], 'close', 2, 'passed', 1, 0],
      },
    },
  ]
}

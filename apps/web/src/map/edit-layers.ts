import type { Tokens } from '@driftbild/words/look'
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

const is = (what: string): ExpressionSpecification => ['==', ['get', 'what'], what]

/** What is being put in its place: its line, its handles, and what somebody else made of it. */
export function editLayers({ map }: Tokens): LayerSpecification[] {
  const handle = (what: string, radius: number, fill: string): LayerSpecification => ({
    ...{ id: `edited-${what}`, source: 'edited', type: 'circle', filter: is(what) },
    paint: {
      'circle-radius': radius,
      'circle-color': fill,
      'circle-stroke-color': map.selection,
      'circle-stroke-width': 2,
    },
  })
  return [
    {
      ...{ id: 'edited-theirs', source: 'edited', type: 'line', filter: is('theirs') },
      paint: { 'line-color': map.label, 'line-width': 2, 'line-dasharray': [2, 2] },
    },
    {
      ...{ id: 'edited-theirs-point', source: 'edited', type: 'circle' },
      filter: ['all', is('theirs'), ['==', ['geometry-type'], 'Point']],
      paint: {
        'circle-radius': 9,
        'circle-opacity': 0,
        'circle-stroke-color': map.label,
        'circle-stroke-width': 2,
      },
    },
    {
      ...{ id: 'edited-following', source: 'edited', type: 'line', filter: is('following') },
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': map.selection, 'line-width': 2 },
    },
    {
      ...{ id: 'edited-shape', source: 'edited', type: 'line', filter: is('shape') },
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': map.selection, 'line-width': 3 },
    },
    handle('middle', 3.5, map.marker),
    handle('point', 6, map.marker),
    handle('chosen', 8, map.selection),
  ]
}

import type { TraceView } from '@driftbild/api/contract'
import type { Geometry } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import type { ExpressionSpecification, Map as MapLibreMap } from 'maplibre-gl'
import type { IsolationView } from '../data/leaks.ts'
import type { TileFilter } from './style.ts'

/** What a person has chosen to see, apart from where. */
export interface MapView {
  /** The tiles come with nothing else. */
  shown: TileFilter
  selected: { tag: string; geometry: Geometry } | null
  /** Where it may be, by asset tag: drawn as a heat along the pipes. */
  suspicion: readonly { asset: string; probability: number }[]
  /** Where leaks may be is drawn along all pipes. */
  heat: boolean
  /** What lies up- or downstream of what is chosen; null where nobody asked. */
  traced: TraceView | null
  /** What would be shut off; null where nobody asked. */
  shut: IsolationView | null
  /** Assets with a critical alarm that nobody has seen. */
  calling: readonly string[]
}

const tagIs = (tags: readonly string[]): ExpressionSpecification => [
  'in',
  ['get', 'tag'],
  ['literal', [...tags]],
]

/** Which features the rest recedes behind; null where nothing stands out. */
function standsOut({ selected, shown }: MapView): ExpressionSpecification | null {
  if (selected) return ['==', ['get', 'tag'], selected.tag]
  if (shown.since !== null) return ['has', 'change']
  return null
}

/** Puts the chosen view upon a loaded style. */
export function applyView(map: MapLibreMap, view: MapView, tokens: Tokens): void {
  map.setFilter('calling', tagIs(view.calling))

  // What is chosen stands out, the rest recedes.
  const stands = standsOut(view)
  const recede = (full: number, back: number): number | ExpressionSpecification =>
    stands ? ['case', stands, full, back] : full
  map.setPaintProperty('asset', 'icon-opacity', recede(1, 0.62))
  map.setPaintProperty('cluster', 'icon-opacity', recede(1, 0.62))
  map.setPaintProperty('network', 'line-opacity', recede(1, 0.7))

  map.setLayoutProperty('heat', 'visibility', view.heat ? 'visible' : 'none')

  const tags = view.suspicion.map((s) => s.asset)
  const highest = Math.max(...view.suspicion.map((s) => s.probability), 0.01)
  map.setFilter('suspicion', tagIs(tags))
  map.setPaintProperty('suspicion', 'line-color', tokens.state.prediction)
  map.setPaintProperty(
    'suspicion',
    'line-opacity',
    tags.length === 0
      ? 0
      : ([
          'match',
          ['get', 'tag'],
          ...view.suspicion.flatMap((s) => [s.asset, 0.15 + 0.65 * (s.probability / highest)]),
          0,
        ] as unknown as ExpressionSpecification),
  )
}

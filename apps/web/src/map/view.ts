import type { TraceView } from '@driftbild/api/contract'
import type { Geometry } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import type { ExpressionSpecification, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
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

/** What a view sets on layers, by their ids. */
type Settings = Record<
  string,
  { filter?: ExpressionSpecification; paint?: Record<string, unknown>; layout?: Record<string, unknown> }
>

function settingsOf(view: MapView, tokens: Tokens): Settings {
  // What is chosen stands out, the rest recedes.
  const stands = standsOut(view)
  const recede = (back: number): number | ExpressionSpecification => (stands ? ['case', stands, 1, back] : 1)
  const tags = view.suspicion.map((s) => s.asset)
  const highest = Math.max(...view.suspicion.map((s) => s.probability), 0.01)
  const likely = view.suspicion.flatMap((s) => [s.asset, 0.15 + 0.65 * (s.probability / highest)])
  return {
    calling: { filter: tagIs(view.calling) },
    asset: { paint: { 'icon-opacity': recede(0.62) } },
    cluster: { paint: { 'icon-opacity': recede(0.62) } },
    network: { paint: { 'line-opacity': recede(0.7) } },
    heat: { layout: { visibility: view.heat ? 'visible' : 'none' } },
    suspicion: {
      filter: tagIs(tags),
      paint: {
        'line-color': tokens.state.prediction,
        'line-opacity': tags.length === 0 ? 0 : ['match', ['get', 'tag'], ...likely, 0],
      },
    },
  }
}

/** A style's layers as the view has them. What comes with the style is drawn once; what is set on it later, again. */
export function withView(layers: LayerSpecification[], view: MapView, tokens: Tokens): LayerSpecification[] {
  const settings = settingsOf(view, tokens)
  return layers.map((layer) => {
    const { filter, paint, layout } = settings[layer.id] ?? {}
    return {
      ...layer,
      ...(filter && { filter }),
      ...(paint && { paint: { ...layer.paint, ...paint } }),
      ...(layout && { layout: { ...layer.layout, ...layout } }),
    } as LayerSpecification
  })
}

/** Puts the chosen view upon a loaded style; what is as it was costs nothing. */
export function applyView(map: MapLibreMap, view: MapView, tokens: Tokens): void {
  for (const [layer, { filter, paint, layout }] of Object.entries(settingsOf(view, tokens))) {
    if (filter) map.setFilter(layer, filter)
    for (const [name, value] of Object.entries(paint ?? {}))
      map.setPaintProperty(layer, name as never, value as never)
    for (const [name, value] of Object.entries(layout ?? {}))
      map.setLayoutProperty(layer, name as never, value as never)
  }
}

import type { Tokens } from '@driftbild/words/look'
import type { GeoJSONSource, LayerSpecification } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { outcomeColour } from '../changes/outcome-colour.ts'
import { outcomeShapes } from '../changes/outcome-shapes.ts'
import type { DraftPlaces } from '../data/imports.ts'
import { useHere } from '../frame/here.tsx'
import { useTheme } from '../theme/theme.tsx'
import { boxAroundAll } from './box-around-all.ts'
import { quietMap } from './quiet-map.ts'

type Outcome = keyof typeof outcomeShapes

const RATIO = 2
const SIZE = 18
const outcomes = Object.keys(outcomeShapes) as Outcome[]

/** Places that are not in the register yet, over the quiet base map: by shape and by colour. */
export function PlacesMap({ places, label }: { places: DraftPlaces; label: string }) {
  const { code } = useHere()
  const { tokens } = useTheme()
  const container = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!container.current) return
    const map = quietMap({
      ...{ container: container.current, municipality: code, tokens, label },
      bounds: boxAroundAll(places.features.map(({ geometry }) => geometry)),
      ...{ sources: ['places'], layers: placeLayers(tokens) },
    })
    map.on('style.load', () => {
      for (const outcome of outcomes) {
        map.addImage(outcome, drawOutcome(outcome, tokens), { pixelRatio: RATIO })
      }
      map.getSource<GeoJSONSource>('places')?.setData(places)
    })
    return () => map.remove()
  }, [places, label, code, tokens])
  return <div ref={container} className="places-map" />
}

function placeLayers(tokens: Tokens): LayerSpecification[] {
  const lines = outcomes.map(
    (outcome): LayerSpecification => ({
      ...{ id: `line-${outcome}`, type: 'line', source: 'places' },
      filter: ['all', ['!=', ['geometry-type'], 'Point'], ['==', ['get', 'outcome'], outcome]],
      paint: { 'line-color': outcomeColour(outcome, tokens), 'line-width': outcome === 'same' ? 2 : 4 },
    }),
  )
  return [
    ...lines,
    {
      ...{ id: 'outcome', type: 'symbol', source: 'places' },
      layout: {
        'icon-image': ['get', 'outcome'],
        'icon-allow-overlap': true,
        'symbol-placement': 'point',
        // What needs a look lies on top.
        'symbol-sort-key': ['match', ['get', 'outcome'], 'refused', 3, 'new', 2, 'changed', 1, 0],
      },
    },
  ]
}

function drawOutcome(outcome: Outcome, tokens: Tokens): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIZE * RATIO
  const ctx = canvas.getContext('2d', { willReadFrequently: true })
  if (!ctx) throw new Error('no canvas to draw on')
  ctx.scale((SIZE * RATIO) / 18, (SIZE * RATIO) / 18)
  ctx.translate(1, 1)
  const shape = new Path2D(outcomeShapes[outcome])
  ctx.lineWidth = 2.4
  ctx.strokeStyle = tokens.map.marker
  ctx.stroke(shape)
  ctx.fillStyle = outcomeColour(outcome, tokens)
  ctx.fill(shape)
  return ctx.getImageData(0, 0, canvas.width, canvas.height)
}

import type { Position } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import type { RoundContainer } from '../data/rounds.ts'
import { useHere } from '../frame/here.tsx'
import { useTheme } from '../theme/theme.tsx'
import { boxAroundAll } from './box-around-all.ts'
import { font } from './font.ts'
import { quietMap } from './quiet-map.ts'

interface RoundMapProps {
  containers: readonly RoundContainer[]
  /** Tags, in their order. */
  stops: readonly string[]
  /** Where it begins and ends; null where that is anywhere. */
  depot: Position | null
  label: string
  onToggle: (tag: string) => void
}

const REACH = 10

/** A round over the quiet base map: its stops numbered, what is due but not on it as a ring. A press adds or takes away. */
export function RoundMap({ containers, stops, depot, label, onToggle }: RoundMapProps) {
  const { code } = useHere()
  const { tokens } = useTheme()
  const container = useRef<HTMLDivElement>(null)
  const latest = useRef({ containers, stops, depot, onToggle })
  const shown = useRef<{ map: MapLibreMap; draw: () => void }>(null)
  useEffect(() => {
    latest.current = { containers, stops, depot, onToggle }
    shown.current?.draw()
  }, [containers, stops, depot, onToggle])
  useEffect(() => {
    if (!container.current) return
    const { containers: first, depot: start } = latest.current
    const places = [...first.map(({ position }) => position), ...(start ? [start] : [])]
    const map = quietMap({
      ...{ container: container.current, municipality: code, tokens, label },
      bounds: boxAroundAll(places.map((coordinates) => ({ type: 'Point', coordinates }))),
      ...{ sources: ['way', 'containers'], layers: roundLayers(tokens) },
    })
    const draw = () => {
      if (!map.getSource('containers')) return
      map.getSource<GeoJSONSource>('way')?.setData(wayOf(latest.current))
      map.getSource<GeoJSONSource>('containers')?.setData(pointsOf(latest.current))
    }
    map.on('style.load', draw)
    map.on('click', ({ point: { x, y } }) => {
      const [hit] = map.queryRenderedFeatures(
        [
          [x - REACH, y - REACH],
          [x + REACH, y + REACH],
        ],
        { layers: ['container'] },
      )
      if (hit?.properties.tag) latest.current.onToggle(String(hit.properties.tag))
    })
    shown.current = { map, draw }
    return () => {
      shown.current = null
      map.remove()
    }
  }, [label, code, tokens])
  return <div ref={container} className="round-map" />
}

type Drawn = Pick<RoundMapProps, 'containers' | 'stops' | 'depot'>

const collection = <T,>(features: T[]) => ({ type: 'FeatureCollection' as const, features })

function wayOf({ containers, stops, depot }: Drawn) {
  const places = new Map(containers.map(({ tag, position }) => [tag, position]))
  const ends = depot ? [depot] : []
  const coordinates = [
    ...ends,
    ...stops.flatMap((tag) => [places.get(tag) ?? []].filter(isPosition)),
    ...ends,
  ]
  if (coordinates.length < 2) return collection([])
  return collection([
    { type: 'Feature' as const, properties: {}, geometry: { type: 'LineString' as const, coordinates } },
  ])
}

const isPosition = (value: readonly number[]): value is Position => value.length === 2

function pointsOf({ containers, stops, depot }: Drawn) {
  const turn = new Map(stops.map((tag, i) => [tag, i + 1]))
  const point = (coordinates: Position, properties: object) => ({
    ...{ type: 'Feature' as const, properties },
    geometry: { type: 'Point' as const, coordinates },
  })
  return collection([
    ...(depot ? [point(depot, { what: 'depot' })] : []),
    ...containers.map(({ tag, position, due }) => {
      const number = turn.get(tag)
      return number === undefined
        ? point(position, { tag, what: due === null ? 'other' : 'due' })
        : point(position, { tag, what: 'stop', number: String(number) })
    }),
  ])
}

function roundLayers({ map }: Tokens): LayerSpecification[] {
  const by = <T,>(stop: T, due: T, depot: T, other: T) =>
    ['match', ['get', 'what'], 'stop', stop, 'due', due, 'depot', depot, other] as never
  return [
    {
      ...{ id: 'way', source: 'way', type: 'line' },
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': map.selection,
        'line-width': 2,
        'line-opacity': 0.55,
        'line-dasharray': [2, 1.5],
      },
    },
    {
      ...{ id: 'container', source: 'containers', type: 'circle' },
      layout: { 'circle-sort-key': by(3, 2, 1, 0) },
      paint: {
        'circle-radius': by(11, 7, 9, 4),
        'circle-color': by(map.selection, map.marker, map.markerEdge, map.markerEdge),
        'circle-stroke-color': by(map.marker, map.selection, map.marker, map.marker),
        'circle-stroke-width': by(1.5, 2.5, 1.5, 1),
      },
    },
    {
      ...{ id: 'turn', source: 'containers', type: 'symbol', filter: ['==', ['get', 'what'], 'stop'] },
      layout: {
        'text-field': ['get', 'number'],
        'text-font': font,
        'text-size': 11,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': map.marker },
    },
  ]
}

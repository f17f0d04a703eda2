import type { Box, Position } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { useHere } from '../frame/here.tsx'
import { useTheme } from '../theme/theme.tsx'
import { font } from './font.ts'
import { quietMap } from './quiet-map.ts'

interface ControlPointsMapProps {
  /** Each with the number that it has in the list. */
  places: readonly { number: number; at: Position }[]
  /** Around what the file draws, as it lies now; null until that is known. */
  outline: readonly Position[] | null
  bounds: Box
  label: string
  onPlace: (at: Position) => void
}

/** Where places of a file lie: a press says where the next one does. */
export function ControlPointsMap({ places, outline, bounds, label, onPlace }: ControlPointsMapProps) {
  const { code } = useHere()
  const { tokens } = useTheme()
  const container = useRef<HTMLDivElement>(null)
  const latest = useRef({ places, outline, onPlace })
  const drawn = useRef<MapLibreMap>(null)
  useEffect(() => {
    latest.current = { places, outline, onPlace }
    if (drawn.current) draw(drawn.current, latest.current)
  }, [places, outline, onPlace])
  const [[west, south, east, north]] = useState(bounds)
  useEffect(() => {
    if (!container.current) return
    const map = quietMap({
      ...{ container: container.current, municipality: code, tokens, label },
      ...{ bounds: [west, south, east, north], sources: ['outline', 'points'], layers: layers(tokens) },
    })
    map.on('style.load', () => {
      drawn.current = map
      draw(map, latest.current)
    })
    map.on('click', ({ lngLat: { lng, lat } }) => latest.current.onPlace([lng, lat]))
    map.getCanvas().style.cursor = 'crosshair'
    return () => {
      drawn.current = null
      map.remove()
    }
  }, [code, tokens, label, west, south, east, north])
  return <div ref={container} className="places-map" />
}

function draw(map: MapLibreMap, { places, outline }: Pick<ControlPointsMapProps, 'places' | 'outline'>) {
  map.getSource<GeoJSONSource>('outline')?.setData({
    type: 'FeatureCollection',
    features: outline
      ? [
          {
            ...{ type: 'Feature', properties: {} },
            geometry: { type: 'LineString', coordinates: [...outline, outline[0]!] },
          },
        ]
      : [],
  })
  map.getSource<GeoJSONSource>('points')?.setData({
    type: 'FeatureCollection',
    features: places.map(({ number, at }) => ({
      ...{ type: 'Feature', properties: { number: String(number) } },
      geometry: { type: 'Point', coordinates: at },
    })),
  })
}

const layers = ({ map }: Tokens): LayerSpecification[] => [
  {
    ...{ id: 'outline', type: 'line', source: 'outline' },
    paint: { 'line-color': map.selection, 'line-width': 2, 'line-dasharray': [2, 2] },
  },
  {
    ...{ id: 'point', type: 'circle', source: 'points' },
    paint: {
      'circle-radius': 11,
      'circle-color': map.selection,
      'circle-stroke-color': map.marker,
      'circle-stroke-width': 1.5,
    },
  },
  {
    ...{ id: 'number', type: 'symbol', source: 'points' },
    layout: {
      'text-field': ['get', 'number'],
      'text-font': font,
      'text-size': 11,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': map.marker },
  },
]

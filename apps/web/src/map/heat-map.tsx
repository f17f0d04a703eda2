import type { Tokens } from '@driftbild/words/look'
import { type LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { useHere } from '../frame/here.tsx'
import { useTheme } from '../theme/theme.tsx'
import { baseLabels, baseLayers } from './base-layers.ts'
import { networkLayers } from './network-layers.ts'
import { baseSource, townTiles } from './style.ts'
import type { Box } from './town-map.ts'
import './worker.ts'

interface HeatMapProps {
  zone: string
  box: Box
  /** What the picture is called for those who don't see it. */
  label: string
}

/** Where leaks may be in a zone, as a heat along its pipes: a picture, not a map to work with. */
export function HeatMap({ zone, box, label }: HeatMapProps) {
  const { code } = useHere()
  const { tokens } = useTheme()
  const container = useRef<HTMLDivElement>(null)
  const [west, south, east, north] = box
  useEffect(() => {
    if (!container.current) return
    const map = new MapLibreMap({
      container: container.current,
      style: styleOf(tokens, code, zone),
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 12 },
      attributionControl: false,
      interactive: false,
      fadeDuration: 0,
    })
    map.getCanvas().setAttribute('role', 'img')
    map.getCanvas().setAttribute('aria-label', label)
    map.getCanvas().removeAttribute('tabindex')
    return () => map.remove()
  }, [tokens, code, zone, west, south, east, north, label])
  return <div ref={container} className="places-map" />
}

const shown = new Set(['heat', 'network'])

function styleOf(tokens: Tokens, municipality: string, zone: string) {
  const lines = networkLayers(tokens)
    .filter(({ id }) => shown.has(id))
    .map((layer) =>
      layer.id === 'heat'
        ? ({ ...layer, layout: { ...layer.layout, visibility: 'visible' } } as LayerSpecification)
        : layer,
    )
  const filter = { classes: null, state: null, at: null, since: null, zone }
  return {
    version: 8 as const,
    sources: {
      base: baseSource(location.origin, municipality),
      town: {
        type: 'vector' as const,
        tiles: [townTiles(location.origin, municipality, filter)],
        maxzoom: 18,
      },
    },
    layers: [...baseLayers(tokens), ...lines, ...baseLabels(tokens)],
  }
}

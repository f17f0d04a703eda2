import type { Box } from '@driftbild/core'

/** MapLibre and nothing else, with our tiles in the plainest layers; says on `window.usable` when all is drawn. */
export const barePage = (root: string, box: Box, classes: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>bare</title>
<link rel="stylesheet" href="/bare/maplibre-gl.css"><style>html,body,#map{margin:0;height:100%}</style></head>
<body><div id="map"></div><script type="module">
import { Map as MapLibreMap, setWorkerUrl } from '/bare/maplibre-gl.mjs'
setWorkerUrl('/bare/maplibre-gl-worker.mjs')
const tiles = (what) => [location.origin + '${root}/' + what + '/{z}/{x}/{y}.mvt' + (what === 'tiles' ? '?classes=${classes}' : '')]
const line = (source, layer, color, width) => ({ id: layer, source, 'source-layer': layer, type: 'line', paint: { 'line-color': color, 'line-width': width } })
const map = new MapLibreMap({
  container: 'map', attributionControl: false, minZoom: 7, maxZoom: 20, fadeDuration: 0,
  bounds: ${JSON.stringify(box)}, fitBoundsOptions: { padding: 48, maxZoom: 16 },
  style: {
    version: 8,
    sources: {
      base: { type: 'vector', tiles: tiles('base'), maxzoom: 16 },
      town: { type: 'vector', tiles: tiles('tiles'), maxzoom: 18 },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': '#eee' } },
      line('base', 'street', '#fff', 2),
      line('town', 'zone', '#999', 1),
      line('town', 'network', '#67a', 1.5),
      { id: 'assets', source: 'town', 'source-layer': 'assets', type: 'circle',
        paint: { 'circle-radius': ['case', ['has', 'cluster'], 16, 4], 'circle-color': '#fff', 'circle-stroke-width': 1, 'circle-stroke-color': '#666' } },
    ],
  },
})
map.once('idle', () => { window.usable = true })
</script></body></html>`

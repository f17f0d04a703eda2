import type { Geometry } from '@driftbild/core'
import type { Tokens } from '@driftbild/words/look'
import { type GeoJSONSource, Map as MapLibreMap, ScaleControl, type VectorTileSource } from 'maplibre-gl'
import { clickable } from './asset-layers.ts'
import { type Drawing, drawArea } from './draw-area.ts'
import type { ShapeEditing, ShapeHandles } from './edit-shape.ts'
import { drawMarker } from './marker-images.ts'
import { printable } from './printed-map.ts'
import { shutFeatures } from './shut-layers.ts'
import { mapStyle, townTiles } from './style.ts'
import { tracedFeatures } from './traced.ts'
import { applyView, type MapView } from './view.ts'
import './worker.ts'

export type Box = [west: number, south: number, east: number, north: number]

interface TownMapOptions {
  container: HTMLElement
  municipality: string
  tokens: Tokens
  view: MapView
  /** What to show at first: all of the town, or where the map stood when it was left. */
  start: { box: Box } | { centre: [number, number]; zoom: number }
  /** Motion only to keep orientation, and none for those who want none. */
  animate: boolean
  onChoose: (tag: string | null) => void
  /** How many assets are drawn, alone or in a cluster; told whenever the map has nothing more to draw. */
  onSeen: (assets: number) => void
  onMove: (box: Box, camera: { centre: [number, number]; zoom: number }) => void
}

export interface TownMap {
  /** What the picture is called for those who don't see it. */
  setName: (name: string) => void
  setTokens: (tokens: Tokens) => void
  setView: (view: MapView) => void
  /** Asks for the town's tiles again, keeping what is drawn until the new ones are there. */
  refresh: () => void
  show: (geometry: Geometry, padding: { right: number; bottom: number }) => void
  fit: (box: Box) => void
  zoomBy: (steps: number) => void
  /** From now on a press sets a corner; nothing is chosen meanwhile. */
  draw: (options: Parameters<typeof drawArea>[1]) => Drawing
  /** Points as handles that can be moved; nothing is chosen meanwhile. Null ends it. */
  edit: (editing: ShapeEditing | null) => void
  remove: () => void
}

/** A pixel or two beside a marker still means the marker; a finger needs more. */
const reach = matchMedia('(pointer: coarse)').matches ? 14 : 5
const MOTION_MS = 200
const BREATH_MS = 900
const NEAR_ZOOM = 16

/** The map with a lifetime of its own; React hands it what to show and gets back what was chosen. */
export function createTownMap(options: TownMapOptions): TownMap {
  const { container, municipality, animate, start } = options
  let { tokens, view } = options
  const tilesOf = ({ shown }: MapView) => townTiles(location.origin, municipality, shown)
  let tiles = tilesOf(view)
  // Room around a stretch that is brought into sight; a phone has little to give.
  const edge = Math.min(48, container.clientWidth / 16)
  const style = () => mapStyle(tokens, location.origin, municipality, tiles, view)
  const map = new MapLibreMap({
    container,
    style: style(),
    ...('box' in start
      ? { bounds: start.box, fitBoundsOptions: { padding: edge, maxZoom: NEAR_ZOOM } }
      : { center: start.centre, zoom: start.zoom }),
    minZoom: 7,
    maxZoom: 20,
    attributionControl: false,
    fadeDuration: animate ? 120 : 0,
    pitchWithRotate: false,
    dragRotate: false,
    touchPitch: false,
  })
  const forgetPaper = printable(map)
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left')
  map.setMissingStyleImageResolver(async (id) => {
    const drawn = drawMarker(id, tokens)
    if (drawn && !map.hasImage(id)) map.addImage(id, drawn.image, { pixelRatio: drawn.pixelRatio })
  })

  let styled = false
  let traced: MapView['traced'] = null
  let shut: MapView['shut'] = null
  const apply = () => {
    if (!styled) return
    applyView(map, view, tokens)
    if (tiles !== tilesOf(view)) {
      tiles = tilesOf(view)
      map.getSource<VectorTileSource>('town')?.setTiles([tiles])
    }
    if (traced !== view.traced) {
      traced = view.traced
      map.getSource<GeoJSONSource>('traced')?.setData(tracedFeatures(traced))
    }
    if (shut !== view.shut) {
      shut = view.shut
      map.getSource<GeoJSONSource>('shut')?.setData(shutFeatures(shut))
    }
    map.getSource<GeoJSONSource>('selected')?.setData({
      type: 'FeatureCollection',
      features: view.selected ? [{ type: 'Feature', properties: {}, geometry: view.selected.geometry }] : [],
    })
  }
  // Handles come with the first thing that is put in its place: the map is there before.
  let handles: ShapeHandles | null = null
  let edited: ShapeEditing | null = null
  map.on('style.load', () => {
    styled = true
    traced = null
    shut = null
    apply()
    handles?.draw()
  })
  const tellMove = () => {
    const bounds = map.getBounds()
    const { lng, lat } = map.getCenter()
    options.onMove([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], {
      centre: [lng, lat],
      zoom: map.getZoom(),
    })
  }
  map.on('moveend', tellMove)
  map.once('load', tellMove)
  map.on('idle', () => options.onSeen(assetsSeen(map)))

  // What calls for a person breathes, slowly, until it is acknowledged; for those who want no motion it stands.
  let wide = false
  const breath = animate
    ? setInterval(() => {
        if (!styled || view.calling.length === 0) return
        wide = !wide
        map.setPaintProperty('calling', 'circle-radius', wide ? 24 : 15)
        map.setPaintProperty('calling', 'circle-opacity', wide ? 0.1 : 0.35)
      }, BREATH_MS)
    : undefined

  const under = (point: { x: number; y: number }) =>
    map.queryRenderedFeatures(
      [
        [point.x - reach, point.y - reach],
        [point.x + reach, point.y + reach],
      ],
      { layers: clickable.filter((id) => map.getLayer(id)) },
    )
  const duration = animate ? MOTION_MS : 0
  // An area is being drawn, or something is put in its place: a press chooses nothing.
  let drawing = false
  map.on('click', ({ point, lngLat }) => {
    if (drawing || edited) return
    const [first] = under(point)
    if (!first) options.onChoose(null)
    else if (first.properties.cluster) map.easeTo({ center: lngLat, zoom: map.getZoom() + 2, duration })
    else options.onChoose(String(first.properties.tag))
  })
  map.on('mousemove', ({ point }) => {
    // A hand that moves the map points at nothing.
    if (map.isMoving()) return
    map.getCanvas().style.cursor = under(point).length > 0 ? 'pointer' : ''
  })

  return {
    setName: (name) => map.getCanvas().setAttribute('aria-label', name),
    setTokens: (next) => {
      if (next === tokens) return
      tokens = next
      styled = false
      // The images are drawn in the theme's colours: a whole new style forgets them.
      map.setStyle(style(), { diff: false })
    },
    setView: (next) => {
      view = next
      apply()
    },
    refresh: () => {
      if (styled) map.refreshTiles('town')
    },
    show: (geometry, padding) => {
      const [lng, lat] = middleOf(geometry)
      const point = map.project([lng, lat])
      const { clientWidth, clientHeight } = container
      const visible =
        point.x > 40 &&
        point.y > 40 &&
        point.x < clientWidth - padding.right - 40 &&
        point.y < clientHeight - padding.bottom - 40
      if (visible && map.getZoom() >= 14) return
      map.easeTo({
        center: [lng, lat],
        zoom: Math.max(map.getZoom(), NEAR_ZOOM),
        padding: { top: 0, left: 0, ...padding },
        duration,
      })
    },
    fit: (box) => map.fitBounds(box, { padding: edge, maxZoom: NEAR_ZOOM, duration }),
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration }),
    draw: (options) => {
      drawing = true
      map.getCanvas().focus()
      const made = drawArea(map, options)
      return {
        ...made,
        stop: () => {
          drawing = false
          made.stop()
        },
      }
    },
    edit: (next) => {
      edited = next
      if (handles) handles.set(next)
      else if (next) {
        void import('./edit-shape.ts').then(({ shapeHandles }) => {
          // It may be over, the map and all, before they are there.
          if (!edited) return
          handles ??= shapeHandles(map, 'edited')
          handles.set(edited)
        })
      }
    },
    remove: () => {
      edited = null
      clearInterval(breath)
      forgetPaper()
      map.remove()
    },
  }
}

/** A feature near a tile's edge lies in the neighbour too; it is counted once. */
function assetsSeen(map: MapLibreMap): number {
  const counts = new Map<string, number>()
  for (const { geometry, properties } of map.queryRenderedFeatures({ layers: ['asset', 'cluster'] })) {
    const name = properties.cluster ? JSON.stringify(geometry) : String(properties.tag)
    counts.set(name, properties.cluster ? Number(properties.count) : 1)
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function middleOf(geometry: Geometry): [number, number] {
  if (geometry.type === 'Point') return geometry.coordinates
  const line = geometry.type === 'LineString' ? geometry.coordinates : (geometry.coordinates[0] ?? [])
  return line[Math.floor(line.length / 2)] ?? [0, 0]
}

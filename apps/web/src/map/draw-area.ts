import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'

export type Corner = [lon: number, lat: number]

interface DrawOptions {
  onCorners: (corners: number) => void
  onDone: (corners: readonly Corner[]) => void
}

export interface Drawing {
  /** Ends it with the corners that there are; with fewer than three nothing was drawn. */
  finish: () => void
  undo: () => void
  stop: () => void
}

/** The corners of an area, a press each; a press on the first closes it. Enter does so too, and from the middle of the
 * map: whoever moves it with the keys sets a corner with the space bar. */
export function drawArea(map: MapLibreMap, { onCorners, onDone }: DrawOptions): Drawing {
  const corners: Corner[] = []
  const show = () => {
    onCorners(corners.length)
    map.getSource<GeoJSONSource>('drawn')?.setData({
      type: 'FeatureCollection',
      features: [
        ...(corners.length > 2
          ? [feature({ type: 'Polygon' as const, coordinates: [[...corners, corners[0]!]] })]
          : corners.length > 1
            ? [feature({ type: 'LineString' as const, coordinates: corners })]
            : []),
        ...corners.map((coordinates) => feature({ type: 'Point' as const, coordinates })),
      ],
    })
  }
  const add = (corner: Corner) => {
    corners.push(corner)
    show()
  }
  const finish = () => {
    if (corners.length > 2) onDone(corners)
  }
  const press = ({ point, lngLat }: MapMouseEvent) => {
    const first = corners[0] && map.project(corners[0])
    if (first && corners.length > 2 && Math.hypot(first.x - point.x, first.y - point.y) < CLOSE_PX) finish()
    else add([lngLat.lng, lngLat.lat])
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish()
    else if (event.key === ' ') {
      const { lng, lat } = map.getCenter()
      add([lng, lat])
    } else return
    event.preventDefault()
  }
  const canvas = map.getCanvas()
  map.on('click', press)
  map.doubleClickZoom.disable()
  canvas.addEventListener('keydown', key)
  show()
  return {
    finish,
    undo: () => {
      corners.pop()
      show()
    },
    stop: () => {
      map.off('click', press)
      map.doubleClickZoom.enable()
      canvas.removeEventListener('keydown', key)
      corners.length = 0
      show()
    },
  }
}

/** Pixels around the first corner that mean it. */
const CLOSE_PX = 14

const feature = <T>(geometry: T) => ({ type: 'Feature' as const, properties: {}, geometry })

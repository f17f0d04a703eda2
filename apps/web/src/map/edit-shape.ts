import type { Geometry, Position } from '@driftbild/core'
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import { geometryOf, middles, pointsOf, type Shape, withAdded, withMoved } from './shape.ts'

/** A geometry whose points are being moved, and what is told when one is. */
export interface ShapeEditing {
  shape: Shape
  chosen: number
  /** What somebody else made of it meanwhile. */
  theirs: Geometry | null
  /** What is joined to it, as it lies when its first point is there. */
  following: (to: Position) => readonly Geometry[]
  onChoose: (index: number) => void
  onMove: (index: number, to: Position) => void
  onAdd: (behind: number, at: Position) => void
  onRemove: (index: number) => void
  /** By an arrow key, so many steps to the right and up. */
  onStep: (right: number, up: number) => void
}

export interface ShapeHandles {
  /** Null ends it. */
  set: (editing: ShapeEditing | null) => void
  /** Once more: a new style has forgotten what was drawn. */
  draw: () => void
}

/** How far from a handle's middle it is still meant; a finger is thicker than a pointer. */
const reach = matchMedia('(pointer: coarse)').matches ? 24 : 11
/** Less than this is a hand that trembles. */
const STILL_PX = 3
const EDGE_PX = 60

type Handle = { kind: 'point' | 'middle'; index: number }
type Press = MapMouseEvent | MapTouchEvent

const arrows: Record<string, [right: number, up: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** A shape's points and the middles between them as handles: by pointer, by finger, and by keys on the map. */
export function shapeHandles(map: MapLibreMap, sourceId: string): ShapeHandles {
  let editing: ShapeEditing | null = null
  let held: { handle: Handle; from: { x: number; y: number }; shape: Shape | null } | null = null

  const draw = () => {
    const features = editing ? featuresOf(held?.shape ?? editing.shape, editing) : []
    map.getSource<GeoJSONSource>(sourceId)?.setData({ type: 'FeatureCollection', features })
  }
  const handleAt = ({ point }: Press): Handle | null => {
    if (!editing) return null
    let [best, nearest]: [Handle | null, number] = [null, reach]
    const offer = (handle: Handle, at: Position) => {
      const { x, y } = map.project(at)
      const away = Math.hypot(x - point.x, y - point.y)
      if (away < nearest) [best, nearest] = [handle, away]
    }
    pointsOf(editing.shape).forEach((at, index) => {
      offer({ kind: 'point', index }, at)
    })
    // A middle that lies under a point is the point's.
    if (!best) for (const { after, at } of middles(editing.shape)) offer({ kind: 'middle', index: after }, at)
    return best
  }
  const take = (event: Press) => {
    if ('points' in event && event.points.length > 1) return
    const handle = handleAt(event)
    if (!handle) return
    // The map stays where it is.
    event.preventDefault()
    held = { handle, from: event.point, shape: null }
  }
  const move = ({ point, lngLat }: Press) => {
    if (!held || !editing) return
    if (!held.shape && Math.hypot(point.x - held.from.x, point.y - held.from.y) < STILL_PX) return
    const { kind, index } = held.handle
    const to = roundedPlace(lngLat)
    held.shape = kind === 'point' ? withMoved(editing.shape, index, to) : withAdded(editing.shape, index, to)
    draw()
  }
  const letGo = () => {
    if (!held || !editing) return
    const { handle, shape } = held
    const { kind, index } = handle
    held = null
    if (kind === 'point' && !shape) editing.onChoose(index)
    else if (kind === 'point') editing.onMove(index, pointsOf(shape!)[index]!)
    else if (shape) editing.onAdd(index, pointsOf(shape)[index + 1]!)
    else editing.onAdd(index, middles(editing.shape).find(({ after }) => after === index)!.at)
  }
  const leave = () => {
    held = null
    draw()
  }
  const key = (event: KeyboardEvent) => {
    if (!editing) return
    const { shape, chosen } = editing
    const count = pointsOf(shape).length
    const step = arrows[event.key]
    const far = event.shiftKey ? 10 : 1
    if (step) editing.onStep(step[0] * far, step[1] * far)
    else if (event.key === 'PageDown') editing.onChoose((chosen + 1) % count)
    else if (event.key === 'PageUp') editing.onChoose((chosen + count - 1) % count)
    else if (event.key === 'Delete' || event.key === 'Backspace') editing.onRemove(chosen)
    else return
    // The map doesn't move with its arrow keys meanwhile.
    event.preventDefault()
    event.stopPropagation()
  }
  const canvas = map.getCanvas()
  const listen = () => {
    map.on('mousedown', take)
    map.on('touchstart', take)
    map.on('mousemove', move)
    map.on('touchmove', move)
    map.on('touchend', letGo)
    map.on('touchcancel', leave)
    addEventListener('mouseup', letGo)
    canvas.addEventListener('keydown', key)
  }
  const deafen = () => {
    map.off('mousedown', take)
    map.off('touchstart', take)
    map.off('mousemove', move)
    map.off('touchmove', move)
    map.off('touchend', letGo)
    map.off('touchcancel', leave)
    removeEventListener('mouseup', letGo)
    canvas.removeEventListener('keydown', key)
  }
  map.once('remove', deafen)

  return {
    set(next) {
      if (next && !editing) listen()
      if (!next && editing) deafen()
      const moved = next && editing && (next.shape !== editing.shape || next.chosen !== editing.chosen)
      editing = next
      if (!next) held = null
      draw()
      if (next && moved) keepInSight(map, pointsOf(next.shape)[next.chosen]!)
    },
    draw,
  }
}

/** What is chosen by keys must not be where nobody sees it. */
function keepInSight(map: MapLibreMap, at: Position): void {
  const { x, y } = map.project(at)
  const { clientWidth, clientHeight } = map.getContainer()
  const { left = 0, right = 0, top = 0, bottom = 0 } = map.getPadding()
  const inside =
    x > left + EDGE_PX &&
    x < clientWidth - right - EDGE_PX &&
    y > top + EDGE_PX &&
    y < clientHeight - bottom - EDGE_PX
  if (!inside) map.panTo(at, { animate: false })
}

/** A tenth of a millimetre. */
const roundedPlace = ({ lng, lat }: { lng: number; lat: number }): Position => [
  Math.round(lng * 1e9) / 1e9,
  Math.round(lat * 1e9) / 1e9,
]

function featuresOf(shape: Shape, { chosen, theirs, following }: ShapeEditing) {
  const feature = (what: string, geometry: Geometry) => ({
    ...{ type: 'Feature' as const, properties: { what }, geometry },
  })
  const point = (what: string, coordinates: Position) => feature(what, { type: 'Point', coordinates })
  return [
    ...(theirs ? [feature('theirs', theirs)] : []),
    ...following(pointsOf(shape)[0]!).map((geometry) => feature('following', geometry)),
    ...(shape.type === 'Point' ? [] : [feature('shape', geometryOf(shape))]),
    ...middles(shape).map(({ at }) => point('middle', at)),
    ...pointsOf(shape).map((at, i) => point(i === chosen ? 'chosen' : 'point', at)),
  ]
}

import { type Geometry, type Position, positionsOf } from './geometry.ts'

/** Whether something lies in an area or reaches into it; its ring need not be closed. Good for a municipality's size. */
export function reachesInto(geometry: Geometry, ring: readonly Position[]): boolean {
  const places = positionsOf(geometry)
  if (places.some((place) => isInside(place, ring))) return true
  if (geometry.type === 'Point') return false
  if (geometry.type === 'Polygon' && isInside(ring[0]!, geometry.coordinates[0]!)) return true
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates
  return lines.some((line) =>
    line.some((a, i) => {
      const b = line[i + 1]
      return b !== undefined && ring.some((c, j) => cross(a, b, c, ring[(j + 1) % ring.length]!))
    }),
  )
}

/** By how often a ray eastward meets the ring. */
function isInside([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) inside = !inside
  })
  return inside
}

/** Whether two segments pass through each other. */
function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}

const side = (a: Position, b: Position, c: Position): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

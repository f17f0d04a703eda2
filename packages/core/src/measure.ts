import { type Box, boxOf, type Geometry, type Position, positionsOf } from './geometry.ts'

const METRES_A_DEGREE = 111_320
/** Degrees of a millimetre or so: the same place, computed twice. */
const SAME = 1e-8

/** Metres, good for a municipality's size. */
export const metresBetween = ([lonA, latA]: Position, [lonB, latB]: Position): number => {
  const east = (lonB - lonA) * Math.cos((((latA + latB) / 2) * Math.PI) / 180)
  return Math.hypot(east, latB - latA) * METRES_A_DEGREE
}

/** Metres along a line, to a decimetre. */
export function lengthOf(geometry: Geometry): number {
  const positions = positionsOf(geometry)
  const metres = positions
    .slice(1)
    .reduce((sum, position, i) => sum + metresBetween(positions[i]!, position), 0)
  return Math.round(metres * 10) / 10
}

/** From the nearest edge of a box; nothing inside it. */
export function kilometresFrom(geometry: Geometry, [west, south, east, north]: Box): number {
  const [w, s, e, n] = boxOf(geometry)
  const lon = Math.max(west - e, w - east, 0)
  const lat = Math.max(south - n, s - north, 0)
  return metresBetween([0, (south + north) / 2], [lon, (south + north) / 2 + lat]) / 1000
}

export function samePlace(a: Geometry, b: Geometry): boolean {
  if (a.type !== b.type) return false
  const [left, right] = [positionsOf(a), positionsOf(b)]
  return (
    left.length === right.length &&
    left.every(([lon, lat], i) => Math.abs(lon - right[i]![0]) < SAME && Math.abs(lat - right[i]![1]) < SAME)
  )
}

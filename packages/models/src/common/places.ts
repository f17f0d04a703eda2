import { type Asset, type Position, positionsOf } from '@driftbild/core'

export function middleOf(asset: Asset): Position {
  const positions = positionsOf(asset.geometry)
  return positions[Math.floor(positions.length / 2)]!
}

/** Haversine on a sphere of 6,371 km. */
export function metresBetween(a: Position, b: Position): number {
  const radians = Math.PI / 180
  const dLat = (b[1] - a[1]) * radians
  const dLon = (b[0] - a[0]) * radians
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * Math.sin(dLon / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h))
}

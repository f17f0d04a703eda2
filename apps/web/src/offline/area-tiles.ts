import type { Position } from '@driftbild/core'

export interface Tile {
  z: number
  x: number
  y: number
}

const METRES_PER_DEGREE = 111_320

/** How far around a place a phone must see the map, in metres, by zoom; the whole way between places below them. */
const reach: readonly (readonly [zoom: number, metres: number])[] = [
  [14, 600],
  [15, 500],
  [16, 400],
  [17, 150],
  [18, 80],
]
const FARTHEST = 8
const MOST_TILES = 900

/** The tiles of a day: what lies between its places from afar, and around each from near. Far ones first. */
export function areaTiles(places: readonly Position[], deepest: number): Tile[] {
  const [first] = places
  if (!first) return []
  const tiles = new Map<string, Tile>()
  const add = (z: number, west: number, south: number, east: number, north: number) => {
    const [from, to] = [tileAt([west, north], z), tileAt([east, south], z)]
    for (let x = from.x; x <= to.x; x++)
      for (let y = from.y; y <= to.y; y++) tiles.set(`${z}/${x}/${y}`, { z, x, y })
  }
  const lons = places.map(([lon]) => lon)
  const lats = places.map(([, lat]) => lat)
  for (let z = FARTHEST; z < reach[0]![0]; z++) {
    // A tile more to each side: a phone shows more than what lies between.
    const east = 360 / 2 ** z
    const north = east / 2
    add(
      z,
      Math.min(...lons) - east,
      Math.min(...lats) - north,
      Math.max(...lons) + east,
      Math.max(...lats) + north,
    )
  }
  for (const [z, metres] of reach) {
    if (z > deepest) continue
    for (const [lon, lat] of places) {
      const north = metres / METRES_PER_DEGREE
      const east = north / Math.cos((lat * Math.PI) / 180)
      add(z, lon - east, lat - north, lon + east, lat + north)
    }
  }
  return [...tiles.values()].slice(0, MOST_TILES)
}

export function tileAt([lon, lat]: Position, z: number): Tile {
  const n = 2 ** z
  const radians = (lat * Math.PI) / 180
  const clamp = (value: number) => Math.max(0, Math.min(n - 1, Math.floor(value)))
  return {
    z,
    x: clamp(((lon + 180) / 360) * n),
    y: clamp(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * n),
  }
}

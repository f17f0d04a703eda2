import type { Geometry, Position } from '@driftbild/core'

/** OGC simple features, `LINESTRING (1 2, 3 4)`. */
export function wellKnownText(geometry: Geometry): string {
  switch (geometry.type) {
    case 'Point':
      return `POINT (${pair(geometry.coordinates)})`
    case 'LineString':
      return `LINESTRING ${list(geometry.coordinates)}`
    case 'Polygon':
      return `POLYGON (${geometry.coordinates.map(list).join(', ')})`
  }
}

const pair = ([x, y]: Position): string => `${x} ${y}`
const list = (positions: readonly Position[]): string => `(${positions.map(pair).join(', ')})`

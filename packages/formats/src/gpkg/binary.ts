import { boxOf, type Geometry, type Position } from '@driftbild/core'

const HEADER = 8
const ENVELOPE = 32
const LITTLE_ENDIAN = 1
/** Flags of the header: little-endian, with an envelope of x and y. */
const FLAGS = 0b0000_0011

const typeOf = { Point: 1, LineString: 2, Polygon: 3 } as const

/** A geometry as GeoPackage keeps it: its header with the envelope, then well-known binary. */
export function geoPackageBinary(geometry: Geometry, srs: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER + ENVELOPE + lengthOf(geometry))
  bytes.write('GP', 0, 'latin1')
  bytes[2] = 0
  bytes[3] = FLAGS
  bytes.writeInt32LE(srs, 4)
  const [minX, minY, maxX, maxY] = boxOf(geometry)
  let at = HEADER
  for (const number of [minX, maxX, minY, maxY]) at = bytes.writeDoubleLE(number, at)
  bytes[at++] = LITTLE_ENDIAN
  at = bytes.writeUInt32LE(typeOf[geometry.type], at)
  const pair = ([x, y]: Position) => {
    at = bytes.writeDoubleLE(y, bytes.writeDoubleLE(x, at))
  }
  const list = (positions: readonly Position[]) => {
    at = bytes.writeUInt32LE(positions.length, at)
    positions.forEach(pair)
  }
  switch (geometry.type) {
    case 'Point':
      pair(geometry.coordinates)
      break
    case 'LineString':
      list(geometry.coordinates)
      break
    case 'Polygon':
      at = bytes.writeUInt32LE(geometry.coordinates.length, at)
      geometry.coordinates.forEach(list)
  }
  return bytes
}

function lengthOf(geometry: Geometry): number {
  const head = 5
  switch (geometry.type) {
    case 'Point':
      return head + 16
    case 'LineString':
      return head + 4 + 16 * geometry.coordinates.length
    case 'Polygon':
      return head + 4 + geometry.coordinates.reduce((sum, ring) => sum + 4 + 16 * ring.length, 0)
  }
}

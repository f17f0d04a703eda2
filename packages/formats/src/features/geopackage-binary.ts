import type { Feature } from './feature.ts'
import { simple } from './read-geojson.ts'

/** Bytes of envelopes by their kind: none, x and y, with z, with m, with both. */
const envelopes = [0, 32, 48, 48, 64] as const
const types = ['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'] as const

/** A GeoPackage's geometry: its own header, then well-known binary of OGC or with EWKB's flags for heights. */
export function readGeoPackageBinary(value: unknown): Feature['geometry'] {
  if (value === null || value === undefined) return null
  if (!(value instanceof Uint8Array)) return 'unreadable'
  const bytes = new DataView(value.buffer, value.byteOffset, value.byteLength)
  try {
    if (bytes.getUint16(0) !== 0x4750) return 'unreadable'
    const flags = bytes.getUint8(3)
    if (flags & 0b0001_0000) return null
    const envelope = envelopes[(flags >> 1) & 0b111]
    return envelope === undefined ? 'unreadable' : simple(readWkb({ bytes, at: 8 + envelope }))
  } catch (error) {
    if (error instanceof RangeError) return 'unreadable'
    throw error
  }
}

interface Cursor {
  bytes: DataView
  at: number
}

interface AnyGeometry {
  type: string | undefined
  coordinates: unknown
}

function readWkb(cursor: Cursor): AnyGeometry {
  const little = cursor.bytes.getUint8(cursor.at++) === 1
  const uint = () => {
    const value = cursor.bytes.getUint32(cursor.at, little)
    cursor.at += 4
    return value
  }
  const code = uint()
  const kind = code & 0x0fffffff
  // ISO adds 1000 for heights, 2000 for measures; EWKB sets a bit for each.
  const type = types[kind % 1000]
  const thousands = Math.floor(kind / 1000)
  const more = Number(thousands === 1 || thousands === 3) + Number(thousands === 2 || thousands === 3)
  const flagged = Number((code & 0x80000000) !== 0) + Number((code & 0x40000000) !== 0)
  const dimensions = 2 + more + flagged
  const position = () =>
    Array.from({ length: dimensions }, () => {
      const value = cursor.bytes.getFloat64(cursor.at, little)
      cursor.at += 8
      return value
    })
  const list = <T>(read: () => T): T[] => Array.from({ length: checked(uint(), cursor) }, read)
  switch (type) {
    case 'Point':
      return { type, coordinates: position() }
    case 'LineString':
      return { type, coordinates: list(position) }
    case 'Polygon':
      return { type, coordinates: list(() => list(position)) }
    case 'MultiPoint':
    case 'MultiLineString':
    case 'MultiPolygon':
      return { type, coordinates: list(() => readWkb(cursor).coordinates) }
    default:
      return { type: undefined, coordinates: null }
  }
}

/** A count that the bytes can't hold is damage, not a reason to fill the memory. */
function checked(count: number, { bytes, at }: Cursor): number {
  if (count > bytes.byteLength - at) throw new RangeError('more positions than bytes')
  return count
}

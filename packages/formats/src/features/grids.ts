import { Geometry, type Position } from '@driftbild/core'
import { SWEREF99_TM, swerefZones, toSweref, toWgs84, wgs84ToZone, zoneToWgs84 } from '@driftbild/network'
import { WGS84 } from '../crs.ts'
import type { RawGeometry } from './feature.ts'

/** The systems that files may be in, by EPSG code, as people in Sweden call them. */
export const gridNames: Record<number, string> = {
  [SWEREF99_TM]: 'SWEREF 99 TM',
  ...Object.fromEntries(swerefZones.map(({ code, name }) => [code, name])),
  [WGS84]: 'WGS 84',
}

/** A file's geometry in WGS 84, to a tenth of a millimetre, without heights; null where it can't be one. */
export function placeInWgs84({ type, coordinates }: RawGeometry, crs: number): Geometry | null {
  const parsed = Geometry.safeParse({ type, coordinates: eachPosition(coordinates, projection(crs)) })
  return parsed.success ? parsed.data : null
}

/** A place of ours in one of these systems, to a millimetre or a tenth of one. */
export function placeInGrid(crs: number): (position: Position) => Position {
  const project = crs === WGS84 ? (at: Position) => at : crs === SWEREF99_TM ? toSweref : wgs84ToZone(crs)
  const scale = crs === WGS84 ? 1e9 : 1e3
  return (at) => project(at).map((value) => Math.round(value * scale) / scale) as Position
}

function projection(crs: number): (position: Position) => Position {
  if (crs === WGS84) return (position) => position
  if (crs === SWEREF99_TM) return toWgs84
  return zoneToWgs84(crs)
}

/** Positions at whatever depth; what is none becomes nothing that a geometry may hold. */
function eachPosition(value: unknown, project: (position: Position) => Position): unknown {
  if (!Array.isArray(value)) return null
  if (typeof value[0] !== 'number') return value.map((one) => eachPosition(one, project))
  const [x, y] = value as unknown[]
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null
  return project([x as number, y as number]).map((degrees) => Math.round(degrees * 1e9) / 1e9)
}

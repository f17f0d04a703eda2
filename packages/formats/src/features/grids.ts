import { Geometry, type Position, positionsOf } from '@driftbild/core'
import {
  type OwnPlane,
  SWEREF99_TM,
  swerefZones,
  toSweref,
  toWgs84,
  wgs84ToZone,
  zoneToWgs84,
} from '@driftbild/network'
import { WGS84 } from '../crs.ts'
import type { RawGeometry } from './feature.ts'

/** The systems that files may be in, by EPSG code, as people in Sweden call them. */
export const gridNames: Record<number, string> = {
  [SWEREF99_TM]: 'SWEREF 99 TM',
  ...Object.fromEntries(swerefZones.map(({ code, name }) => [code, name])),
  [WGS84]: 'WGS 84',
}

type Project = (position: Position) => Position

/** A file's geometry in WGS 84, to a tenth of a millimetre, without heights; null where it can't be one. */
export const placeInWgs84 = (raw: RawGeometry, crs: number): Geometry | null => placed(raw, projection(crs))

/** The same of a file in a plane of its own. */
export const placeInPlane = (raw: RawGeometry, plane: Pick<OwnPlane, 'toWgs84'>): Geometry | null =>
  placed(raw, plane.toWgs84)

function placed({ type, coordinates }: RawGeometry, project: Project): Geometry | null {
  const parsed = Geometry.safeParse({ type, coordinates: eachPosition(coordinates, project) })
  return parsed.success ? parsed.data : null
}

/** Around Sweden and its waters, in degrees. */
const SWEDEN = { west: 10, south: 55, east: 25, north: 70 }

/** The systems in which least x and y, most x and y lie in or near Sweden. */
export function systemsAround([west, south, east, north]: readonly [
  number,
  number,
  number,
  number,
]): number[] {
  return Object.keys(gridNames)
    .map(Number)
    .filter((crs) => {
      const corners = placeInWgs84(
        {
          type: 'LineString',
          coordinates: [
            [west, south],
            [east, north],
          ],
        },
        crs,
      )
      return (
        corners !== null &&
        positionsOf(corners).every(
          ([lon, lat]) => lon > SWEDEN.west && lon < SWEDEN.east && lat > SWEDEN.south && lat < SWEDEN.north,
        )
      )
    })
}

/** A place of ours in one of these systems, to a millimetre or a tenth of one. */
export function placeInGrid(crs: number): (position: Position) => Position {
  const project = crs === WGS84 ? (at: Position) => at : crs === SWEREF99_TM ? toSweref : wgs84ToZone(crs)
  const scale = crs === WGS84 ? 1e9 : 1e3
  return (at) => project(at).map((value) => Math.round(value * scale) / scale) as Position
}

function projection(crs: number): Project {
  if (crs === WGS84) return (position) => position
  if (crs === SWEREF99_TM) return toWgs84
  return zoneToWgs84(crs)
}

/** Positions at whatever depth; what is none becomes nothing that a geometry may hold. */
function eachPosition(value: unknown, project: Project): unknown {
  if (!Array.isArray(value)) return null
  if (typeof value[0] !== 'number') return value.map((one) => eachPosition(one, project))
  const [x, y] = value as unknown[]
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null
  return project([x as number, y as number]).map((degrees) => Math.round(degrees * 1e9) / 1e9)
}

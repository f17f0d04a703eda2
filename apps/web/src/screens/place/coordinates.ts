import type { Geometry, Position, SurveyedPlace } from '@driftbild/core'
import { SWEREF99_TM, toSweref, toWgs84 } from '@driftbild/network'
import { readSigned } from '../../ui/read-number.ts'

export type PlaceMethod = NonNullable<SurveyedPlace['method']>

const WGS84 = 4326

/** The systems that coordinates are shown and typed in. */
export const shownSystems = [SWEREF99_TM, WGS84] as const
export type ShownSystem = (typeof shownSystems)[number]

/** Of what is typed and kept: a millimetre, a tenth of one in degrees. What people read is rougher. */
const kept = { [SWEREF99_TM]: 3, [WGS84]: 9 } as const
const shown = { [SWEREF99_TM]: 2, [WGS84]: 6 } as const

const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals))

/** North and east, or latitude and longitude: the order in which people say them. */
export function textsOf([lon, lat]: Position, crs: ShownSystem, locale: 'sv' | 'en'): [string, string] {
  const [x, y] = crs === WGS84 ? [lon, lat] : toSweref([lon, lat])
  const text = (value: number) => {
    const plain = value.toFixed(shown[crs])
    return locale === 'sv' ? plain.replace('.', ',') : plain
  }
  return [text(y), text(x)]
}

/** What was typed as a position; null where it is none in that system. */
export function positionIn([first, second]: readonly [string, string], crs: ShownSystem): Position | null {
  const [y, x] = [readSigned(first), readSigned(second)]
  if (x === null || y === null) return null
  if (crs === SWEREF99_TM && !(x > 0 && x < 1_200_000 && y > 5_900_000 && y < 7_900_000)) return null
  const [lon, lat] = crs === WGS84 ? [x, y] : toWgs84([x, y])
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 85)) return null
  return [rounded(lon, kept[WGS84]), rounded(lat, kept[WGS84])]
}

/** So many metres along the axes of SWEREF 99 TM, so that the coordinates change by just that. */
export function stepped(position: Position, east: number, north: number): Position {
  const [x, y] = toSweref(position)
  const [lon, lat] = toWgs84([x + east, y + north])
  return [rounded(lon, kept[WGS84]), rounded(lat, kept[WGS84])]
}

interface ByHand {
  accuracy: number | null
  method: PlaceMethod
}

/**
 * What is kept of a place that a person changed: in the system that it was surveyed in where we can write that, with
 * its height, and to the letter where a point was not touched. What was surveyed before stays in the asset's history.
 */
export function surveyedByHand(
  geometry: Geometry,
  before: { geometry: Geometry; surveyed: SurveyedPlace | null },
  { accuracy, method }: ByHand,
): SurveyedPlace {
  const crs = before.surveyed?.crs === WGS84 ? WGS84 : SWEREF99_TM
  const untouched = new Map<string, unknown>()
  if (before.surveyed?.crs === crs)
    pairUp(before.geometry.coordinates, before.surveyed.coordinates, untouched)
  const project = (position: Position) => {
    const found = untouched.get(position.join())
    if (found !== undefined) return found
    const [x, y] = crs === WGS84 ? position : toSweref(position)
    return [rounded(x, kept[crs]), rounded(y, kept[crs])]
  }
  const height = before.surveyed?.height
  return {
    crs,
    coordinates: eachPosition(geometry.coordinates, project),
    ...(height !== undefined && { height }),
    ...(accuracy !== null && { accuracy }),
    method,
  }
}

const isPosition = (value: unknown): value is Position => Array.isArray(value) && typeof value[0] === 'number'

const eachPosition = (value: unknown, project: (position: Position) => unknown): unknown =>
  isPosition(value) ? project(value) : (value as unknown[]).map((one) => eachPosition(one, project))

/** Notes what was surveyed by the position that is drawn of it. */
function pairUp(drawn: unknown, surveyed: unknown, into: Map<string, unknown>): void {
  if (!Array.isArray(drawn) || !Array.isArray(surveyed)) return
  if (isPosition(drawn)) into.set(drawn.join(), surveyed)
  else for (const [i, one] of drawn.entries()) pairUp(one, surveyed[i], into)
}

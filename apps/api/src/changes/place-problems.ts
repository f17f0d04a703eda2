import {
  type Asset,
  type AssetField,
  type Box,
  type Geometry,
  kilometresFrom,
  metresBetween,
  positionsOf,
  type RowProblem,
} from '@driftbild/core'
import { gridNames, placeInWgs84 } from '@driftbild/formats/features'

/** Farther away it is another town, or another coordinate system. */
const MOST_KILOMETRES = 50
/** Metres between what was surveyed and what is drawn: a centimetre is rounding, more is another place. */
const SAME_PLACE = 0.01

/** What is wrong with where somebody puts an asset; nothing where its place was not touched. */
export function placeProblems(
  { geometry, surveyed }: Pick<Asset, 'geometry' | 'surveyed'>,
  fields: readonly AssetField[],
  box: Box | null,
): RowProblem[] {
  if (!fields.includes('geometry') && !fields.includes('surveyed')) return []
  const problems = farAway(geometry, box)
  if (surveyed && !isThere(surveyed, geometry))
    problems.push({ field: 'surveyed', code: 'surveyed-elsewhere', context: {} })
  return problems
}

/** `box` is around everything that the municipality has. */
export function farAway(geometry: Geometry, box: Box | null): RowProblem[] {
  const kilometres = box ? Math.round(kilometresFrom(geometry, box)) : 0
  return kilometres > MOST_KILOMETRES
    ? [{ field: 'geometry', code: 'far-away', context: { kilometres } }]
    : []
}

function isThere({ crs, coordinates }: NonNullable<Asset['surveyed']>, geometry: Geometry): boolean {
  if (!(crs in gridNames)) return false
  const there = placeInWgs84({ type: geometry.type, coordinates }, crs)
  const [found, drawn] = [there ? positionsOf(there) : [], positionsOf(geometry)]
  return found.length === drawn.length && found.every((at, i) => metresBetween(at, drawn[i]!) <= SAME_PLACE)
}

import type { ImportMapping } from '../../data/imports.ts'
import { readSigned } from '../../ui/read-number.ts'
import { positionIn, type ShownSystem, textsOf } from '../place/coordinates.ts'

export type ControlPoints = NonNullable<ImportMapping['plane']>

/** A place of which somebody is writing down where it lies, in the file and on the earth. */
export interface PointDraft {
  x: string
  y: string
  /** North and east, or latitude and longitude. */
  place: [string, string]
}

export const noPoint: PointDraft = { x: '', y: '', place: ['', ''] }

export const asDrafts = (points: ControlPoints, crs: ShownSystem, locale: 'sv' | 'en'): PointDraft[] =>
  points.map(({ file: [x, y], at }) => ({ x: String(x), y: String(y), place: textsOf(at, crs, locale) }))

/** What can be read of a line; null where it is not whole. */
export function pointOf({ x, y, place }: PointDraft, crs: ShownSystem): ControlPoints[number] | null {
  const [east, north] = [readSigned(x), readSigned(y)]
  const at = positionIn(place, crs)
  return east === null || north === null || at === null ? null : { file: [east, north], at }
}

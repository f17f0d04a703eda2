import {
  type FieldChange,
  type Geometry,
  lengthOf,
  type Position,
  positionsOf,
  type SurveyedPlace,
  sameValue,
} from '@driftbild/core'
import type { JoinedAsset } from '../../data/changes.ts'
import { geometryOf, shapeOf, withMoved } from '../../map/shape.ts'
import { type PlaceMethod, surveyedByHand } from './coordinates.ts'

/** What is joined to a place, with those of its points that stand there put to another one. */
export const followed = (joined: JoinedAsset, to: Position): Geometry =>
  geometryOf(joined.points.reduce((shape, point) => withMoved(shape, point, to), shapeOf(joined.geometry)))

/** Metres: what the register says and what the line became longer by, for a pipe has slack and depth that no line shows. */
export const lengthFollowed = ({ length, geometry }: JoinedAsset, after: Geometry): number | null =>
  length === null ? null : Math.max(0, Math.round((length + lengthOf(after) - lengthOf(geometry)) * 10) / 10)

/** The same in fields, from what was seen of it; `method` is how the place itself was moved. */
export function followingFields(
  joined: JoinedAsset,
  to: Position,
  { method, withLength }: { method: PlaceMethod; withLength: boolean },
): FieldChange[] {
  const after = followed(joined, to)
  const change = (field: FieldChange['field'], before: unknown, value: unknown): FieldChange[] =>
    sameValue(before, value) ? [] : [{ field, before, after: value }]
  const surveyed: SurveyedPlace = surveyedByHand(after, joined, { accuracy: null, method })
  return [
    ...change('geometry', joined.geometry, after),
    ...change('surveyed', joined.surveyed, surveyed),
    ...(withLength ? change('attributes.length', joined.length, lengthFollowed(joined, after)) : []),
  ]
}

/** Whether anything of it is a line that gets longer or shorter. */
export const isLine = ({ geometry }: JoinedAsset): boolean => positionsOf(geometry).length > 1

import {
  type Asset,
  type AssetClass,
  assetClasses,
  assetProblems,
  type Box,
  changedFields,
  type Geometry,
  type KnownPlaces,
  lengthOf,
  type RowProblem,
  samePlace,
  withValues,
} from '@driftbild/core'
import type { Feature } from '@driftbild/formats/features'
import type { OwnPlane } from '@driftbild/network'
import { farAway } from '../changes/place-problems.ts'
import { type PlannedRow, plannedChange, plannedRefusal, plannedSame } from '../changes/planned-row.ts'
import type { ImportMapping } from '../contract/index.ts'
import { readCell } from './read-cell.ts'
import { readPlace } from './read-place.ts'

export interface ImportParts {
  mapping: ImportMapping
  /** Where the file's own plane lies, for one that has its own. */
  plane: OwnPlane | null
  places: KnownPlaces
  /** Around everything that the municipality has. */
  box: Box | null
  find: (tag: string) => Asset | null
  mayEdit: (asset: Pick<Asset, 'class'>) => boolean
}

/** Rows of a file, one after the other, against the register: a tag counts once. */
export function createImportPlan(parts: ImportParts): (feature: Feature) => PlannedRow {
  const rows = new Map<string, number>()
  return (feature) => {
    const ref = String(feature.row)
    const tag = String(feature.values[parts.mapping.tag] ?? '').trim()
    const refuse = (
      problems: RowProblem[],
      about: Partial<Pick<PlannedRow, 'name' | 'class' | 'place'>> = {},
    ) => ({
      ...plannedRefusal(problems, { tag, name: null, class: null, ...about }, ref),
      place: about.place ?? null,
    })
    if (tag === '') return refuse([{ field: 'tag', code: 'no-tag', context: { column: parts.mapping.tag } }])
    const before = rows.get(tag)
    if (before !== undefined)
      return refuse([{ field: 'tag', code: 'twice', context: { value: tag, row: before } }])
    rows.set(tag, feature.row)
    const of = classIn(feature, parts.mapping)
    if (typeof of !== 'string') return refuse([of.problem])
    const known = parts.find(tag)
    if (known && known.class !== of) {
      const problem: RowProblem = { field: 'class', code: 'class-differs', context: { found: known.class } }
      return refuse([problem], { name: known.name, class: known.class })
    }
    return planRow(feature, { ...parts, tag, of, known, ref })
  }
}

interface RowParts extends ImportParts {
  tag: string
  of: AssetClass
  known: Asset | null
  ref: string
}

function planRow(feature: Feature, parts: RowParts): PlannedRow {
  const { mapping, places, tag, of, known, ref, mayEdit, box } = parts
  const problems: RowProblem[] = []
  const values = mapping.fields.flatMap((mapped) => {
    const read = readCell(feature.values[mapped.column], mapped, of)
    if (read && 'problem' in read) problems.push(read.problem)
    return read && 'value' in read ? [{ field: mapped.field, value: read.value }] : []
  })
  const place = readPlace(feature, { ...mapping, plane: parts.plane })
  if (place === 'unreadable') problems.push({ field: 'geometry', code: 'bad-geometry', context: {} })
  const found = place === 'unreadable' ? null : place
  if (!known && place === null) problems.push({ field: 'geometry', code: 'no-geometry', context: {} })
  if (found) problems.push(...farAway(found.geometry, box))
  const moved = found && (!known || !samePlace(known.geometry, found.geometry)) ? found : {}
  const base = known ?? blankAsset(tag, of, found?.geometry ?? null)
  const after = withValues({ ...base, ...moved }, values)
  const name = known?.name ?? after.name
  const refused = (why: RowProblem[]): PlannedRow => ({
    ...plannedRefusal(why, { tag, name, class: of }, ref),
    place: found?.geometry ?? known?.geometry ?? null,
  })
  if (!mayEdit({ class: of })) return refused([{ field: null, code: 'not-yours', context: {} }])
  const fields = known ? changedFields(known, after) : null
  const told = new Set(problems.map(({ field }) => field))
  const more = assetProblems(
    after,
    places,
    fields?.map(({ field }) => field),
  ).filter(({ field }) => !told.has(field))
  if (problems.length + more.length > 0) {
    return refused([...problems, ...more.map((problem) => inColumn(problem, mapping))])
  }
  if (known && fields?.length === 0) return { ...plannedSame(known, ref), place: known.geometry }
  const change = known
    ? ({ kind: 'changed', tag, fields: fields! } as const)
    : ({ kind: 'added', asset: after } as const)
  return { ...plannedChange(change, after, ref), place: after.geometry }
}

/** Where in the file the value stood that the register doesn't take. */
function inColumn(problem: RowProblem, { fields }: ImportMapping): RowProblem {
  const mapped = fields.find(({ field }) => field === problem.field)
  return mapped ? { ...problem, context: { ...problem.context, column: mapped.column } } : problem
}

/** What a new asset is until its row says more; a pipe is as long as it is drawn. */
function blankAsset(tag: string, of: AssetClass, geometry: Geometry | null): Asset {
  const hasLength = 'length' in assetClasses[of].attributes.shape
  return {
    ...{ tag, class: of, name: tag, site: null, zone: null, surveyed: null, builtYear: null },
    ...{ expectedLife: null, visibility: 'staff' },
    geometry: geometry ?? { type: 'Point', coordinates: [0, 0] },
    attributes: hasLength && geometry ? { length: lengthOf(geometry) } : {},
  }
}

function classIn(feature: Feature, { class: how }: ImportMapping): AssetClass | { problem: RowProblem } {
  if (how.by === 'one') return how.class
  const value = String(feature.values[how.column] ?? '').trim()
  const known = how.values[value]
  if (known) return known
  if (value in assetClasses) return value as AssetClass
  return { problem: { field: 'class', code: 'unknown-class', context: { value, column: how.column } } }
}

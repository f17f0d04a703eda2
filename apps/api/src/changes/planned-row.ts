import {
  type Asset,
  type AssetChange,
  type AssetClass,
  changedFields,
  type Geometry,
  type RowProblem,
  tagOf,
} from '@driftbild/core'
import type { DraftRow, FieldChangeView, RowOutcome } from '../contract/index.ts'

/** What would happen to one asset; `change` is what is made, and of what is refused nothing is. */
export interface PlannedRow {
  ref: string
  tag: string
  name: string | null
  class: AssetClass | null
  outcome: RowOutcome
  change: AssetChange | null
  problems: RowProblem[]
  /** Where a map shows it; null where nothing is drawn. */
  place: Geometry | null
}

const outcomeOf = { added: 'new', changed: 'changed', removed: 'removed' } as const

export const plannedChange = (
  change: AssetChange,
  { name, class: of }: Asset,
  ref = tagOf(change),
): PlannedRow => ({
  ...{ ref, tag: tagOf(change), name, class: of },
  ...{ outcome: outcomeOf[change.kind], change, problems: [], place: null },
})

export const plannedSame = ({ tag, name, class: of }: Asset, ref = tag): PlannedRow => ({
  ...{ ref, tag, name, class: of, outcome: 'same', change: null, problems: [], place: null },
})

/** `change` is kept where somebody may want it all the same. */
export const plannedRefusal = (
  problems: RowProblem[],
  { tag, name, class: of }: Pick<PlannedRow, 'tag' | 'name' | 'class'>,
  ref = tag,
): PlannedRow => ({ ref, tag, name, class: of, outcome: 'refused', change: null, problems, place: null })

export const viewRow = ({ change, place: _, ...row }: PlannedRow): DraftRow => ({
  ...row,
  fields: fieldsIn(change),
})

/** Of what is added, everything that it has; of what is removed nothing. */
export function fieldsIn(change: AssetChange | null): FieldChangeView[] {
  if (change?.kind === 'changed') return change.fields
  if (change?.kind !== 'added') return []
  const { asset } = change
  const blank = {
    ...{ ...asset, name: null, site: null, zone: null, geometry: null, surveyed: null, builtYear: null },
    ...{ expectedLife: null, visibility: null, attributes: {} },
  } as unknown as Asset
  return changedFields(blank, asset)
}

import {
  type Asset,
  type AssetChange,
  applyChange,
  type RowProblem,
  rebased,
  reversed,
  tagOf,
} from '@driftbild/core'
import { type PlannedRow, plannedChange, plannedRefusal, plannedSame } from './planned-row.ts'

interface UndoParts {
  current: ReadonlyMap<string, Asset>
  /** Tags that something else tells of: they can't be removed. */
  inUse: ReadonlySet<string>
  mayEdit: (asset: Asset) => boolean
  /** Also puts back what was changed again later. */
  overwrite: boolean
}

/** What turning these changes round would do, over what stands there now. */
export const planUndo = (changes: readonly AssetChange[], parts: UndoParts): PlannedRow[] =>
  changes.map((change) => planOne(reversed(change), parts))

function planOne(change: AssetChange, { current, inUse, mayEdit, overwrite }: UndoParts): PlannedRow {
  const tag = tagOf(change)
  const found = current.get(tag) ?? null
  const about = found ?? (change.kind === 'changed' ? null : change.asset)
  const row = { tag, name: about?.name ?? null, class: about?.class ?? null }
  const refuse = (code: RowProblem['code']) => plannedRefusal([{ field: null, code, context: {} }], row)
  // Of what a person may not see, not even the name is told.
  if (about && !mayEdit(about)) {
    return plannedRefusal([{ field: null, code: 'not-yours', context: {} }], { tag, name: null, class: null })
  }
  const applied = applyChange(found, change)
  if (applied.outcome === 'done' || overwrite) {
    if (change.kind === 'removed' && inUse.has(tag)) return refuse('in-use')
    const now = applied.outcome === 'done' ? change : rebased(found, change)
    if (now && about) return plannedChange(now, about)
    return found ? plannedSame(found) : refuse('gone')
  }
  if (applied.outcome === 'conflict') {
    return plannedRefusal(
      applied.fields.map(({ field, found: value, wanted }) => ({
        ...{ field, code: 'changed-since' as const, context: { found: value, wanted } },
      })),
      row,
    )
  }
  return refuse(applied.outcome)
}

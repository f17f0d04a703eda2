import { z } from 'zod'
import { Asset } from './asset.ts'
import { AssetField, attributeField, plainFields, valueAt, withValues } from './asset-field.ts'
import { sameValue } from './same-value.ts'
import { Micros } from './time.ts'

export const FieldChange = z.object({ field: AssetField, before: z.unknown(), after: z.unknown() })
export type FieldChange = z.infer<typeof FieldChange>

/** What happened to one asset of the register. It holds both sides, so that it can be turned round. */
export const AssetChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('added'), asset: Asset }),
  z.object({ kind: z.literal('changed'), tag: z.string(), fields: z.array(FieldChange).min(1) }),
  z.object({ kind: z.literal('removed'), asset: Asset }),
])
export type AssetChange = z.infer<typeof AssetChange>

export const changeSources = ['edit', 'bulk', 'import', 'undo'] as const

/** Changes that one person made at one time for one reason; what is undone together. */
export const ChangeSet = z.object({
  id: z.uuid(),
  at: Micros,
  /** A person's opaque id. */
  by: z.string(),
  source: z.enum(changeSources),
  reason: z.string().max(500),
  /** The file's name and the contractor's, of an import. */
  detail: z.record(z.string(), z.string()),
  /** The set that this one turns round. */
  undoes: z.uuid().nullable(),
})
export type ChangeSet = z.infer<typeof ChangeSet>

export const tagOf = (change: AssetChange): string =>
  change.kind === 'changed' ? change.tag : change.asset.tag

/** From one asset to another of the same tag and class: the fields that differ. */
export function changedFields(before: Asset, after: Asset): FieldChange[] {
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])
  return [...plainFields, ...[...names].map(attributeField)]
    .map((field) => ({ field, before: valueAt(before, field), after: valueAt(after, field) }))
    .filter(({ before: was, after: is }) => !sameValue(was, is))
}

/** What turns a change round. */
export function reversed(change: AssetChange): AssetChange {
  switch (change.kind) {
    case 'added':
      return { kind: 'removed', asset: change.asset }
    case 'removed':
      return { kind: 'added', asset: change.asset }
    case 'changed':
      return {
        ...change,
        fields: change.fields.map(({ field, before, after }) => ({ field, before: after, after: before })),
      }
  }
}

/** A field that holds another value by now than the one a change starts from. */
export interface FieldConflict {
  field: AssetField
  /** What stands there now. */
  found: unknown
  /** What the change would put there. */
  wanted: unknown
}

export type Applied =
  | { outcome: 'done'; asset: Asset | null }
  | { outcome: 'conflict'; fields: FieldConflict[] }
  | { outcome: 'exists' | 'gone' }

/** What an asset is after a change, or why the change no longer fits; nothing is overwritten unseen. */
export function applyChange(current: Asset | null, change: AssetChange): Applied {
  if (change.kind === 'added')
    return current ? { outcome: 'exists' } : { outcome: 'done', asset: change.asset }
  if (!current) return { outcome: 'gone' }
  if (change.kind === 'removed') {
    const fields = changedFields(change.asset, current).map(({ field, after }) => ({
      ...{ field, found: after, wanted: null },
    }))
    return fields.length > 0 ? { outcome: 'conflict', fields } : { outcome: 'done', asset: null }
  }
  const fields = change.fields.flatMap(({ field, before, after }) => {
    const found = valueAt(current, field)
    return sameValue(found, before) ? [] : [{ field, found, wanted: after }]
  })
  if (fields.length > 0) return { outcome: 'conflict', fields }
  const values = change.fields.map(({ field, after }) => ({ field, value: after }))
  return { outcome: 'done', asset: withValues(current, values) }
}

/** The change as it would be made over what stands there now; null where nothing would change. */
export function rebased(current: Asset | null, change: AssetChange): AssetChange | null {
  if (change.kind === 'added') {
    if (!current) return change
    const fields = changedFields(current, change.asset)
    return fields.length > 0 ? { kind: 'changed', tag: current.tag, fields } : null
  }
  if (!current) return null
  if (change.kind === 'removed') return { kind: 'removed', asset: current }
  const fields = change.fields
    .map(({ field, after }) => ({ field, before: valueAt(current, field), after }))
    .filter(({ before, after }) => !sameValue(before, after))
  return fields.length > 0 ? { ...change, fields } : null
}

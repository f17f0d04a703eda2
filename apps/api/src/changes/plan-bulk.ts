import {
  assetProblems,
  type BulkEdit,
  bulkValue,
  changedFields,
  fieldKind,
  type KnownPlaces,
  withValues,
} from '@driftbild/core'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { type PlannedRow, plannedChange, plannedRefusal, plannedSame } from './planned-row.ts'

/** What one edit would do to each of these assets. */
export function planBulk(
  assets: readonly WatchedAsset[],
  edit: BulkEdit,
  { places, mayEdit }: { places: KnownPlaces; mayEdit: (watched: WatchedAsset) => boolean },
): PlannedRow[] {
  return assets.map((watched) => {
    const { asset } = watched
    const { field } = edit
    if (!mayEdit(watched)) return plannedRefusal([{ field: null, code: 'not-yours', context: {} }], asset)
    const kind = fieldKind(asset.class, field)
    if (!kind) return plannedRefusal([{ field, code: 'unknown-attribute', context: {} }], asset)
    const wanted = bulkValue(asset, edit)
    if ('problem' in wanted) return plannedRefusal([wanted.problem], asset)
    const after = withValues(asset, [{ field, value: wanted.value }])
    const fields = changedFields(asset, after)
    if (fields.length === 0) return plannedSame(asset)
    const problems = assetProblems(after, places, [field])
    if (problems.length > 0) return plannedRefusal(problems, asset)
    return plannedChange({ kind: 'changed', tag: asset.tag, fields }, asset)
  })
}

export const placesIn = (picture: Picture): KnownPlaces => ({
  sites: new Set(picture.register.sites.map(({ tag }) => tag)),
  zones: new Set(picture.zones.keys()),
})

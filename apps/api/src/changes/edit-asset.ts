import type { KnownPlaces } from '@driftbild/core'
import {
  type Asset,
  type AssetChange,
  assetProblems,
  type Box,
  type ChangeSet,
  ProblemError,
  withValues,
} from '@driftbild/core'
import { appendAudit, endChangeSet, makeChanges, notify, openChangeSet, type Tx } from '@driftbild/store'
import { notFound } from '../http/problems.ts'
import { placeProblems } from './place-problems.ts'

/** One person's edit of one asset, at once. Throws what is wrong with it, or what was changed meanwhile. */
export async function editAsset(
  tx: Tx,
  asset: Asset,
  {
    change,
    set,
    places,
    box,
  }: {
    change: Extract<AssetChange, { kind: 'changed' }>
    set: ChangeSet
    places: KnownPlaces
    box: Box | null
  },
): Promise<void> {
  const after = withValues(
    asset,
    change.fields.map(({ field, after: value }) => ({ field, value })),
  )
  const fields = change.fields.map(({ field }) => field)
  const problems = [...assetProblems(after, places, fields), ...placeProblems(after, fields, box)]
  if (problems.length > 0)
    throw new ProblemError(422, { code: 'asset-invalid', ref: asset.tag, context: { problems } })
  await openChangeSet(tx, set)
  const [refused] = await makeChanges(tx, set.id, [change])
  if (refused?.why === 'gone') throw notFound(asset.tag)
  if (refused) {
    throw new ProblemError(409, {
      ...{ code: 'edited-meanwhile', ref: asset.tag, context: { fields: refused.fields } },
    })
  }
  await endChangeSet(tx, set.id, 'done')
  const { at, by, reason } = set
  await appendAudit(tx, {
    ...{ at, by, what: 'register-edit', ref: set.id, detail: { asset: asset.tag, reason, fields } },
  })
  await notify(tx, 'assets', set.id)
}

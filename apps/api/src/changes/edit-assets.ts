import {
  type AssetChange,
  assetProblems,
  type Box,
  type ChangeSet,
  type KnownPlaces,
  ProblemError,
  withValues,
} from '@driftbild/core'
import {
  appendAudit,
  assetsByTag,
  endChangeSet,
  makeChanges,
  notify,
  openChangeSet,
  type Tx,
} from '@driftbild/store'
import { notFound } from '../http/problems.ts'
import { placeProblems } from './place-problems.ts'

type Edit = Omit<Extract<AssetChange, { kind: 'changed' }>, 'kind'>

/**
 * One person's edit of an asset and of what follows it, at once. Throws what is wrong with the first that doesn't
 * fit, or what was changed of it meanwhile; then nothing of it is made.
 */
export async function editAssets(
  tx: Tx,
  edits: readonly Edit[],
  { set, places, box }: { set: ChangeSet; places: KnownPlaces; box: Box | null },
): Promise<void> {
  const tags = edits.map(({ tag }) => tag)
  const twice = tags.find((tag, i) => tags.indexOf(tag) < i)
  if (twice !== undefined) throw new ProblemError(422, { code: 'invalid', ref: twice })
  const known = new Map((await assetsByTag(tx, tags)).map((asset) => [asset.tag, asset]))
  for (const { tag, fields: changed } of edits) {
    const asset = known.get(tag)
    if (!asset) throw notFound(tag)
    const after = withValues(
      asset,
      changed.map(({ field, after: value }) => ({ field, value })),
    )
    const fields = changed.map(({ field }) => field)
    const problems = [...assetProblems(after, places, fields), ...placeProblems(after, fields, box)]
    if (problems.length > 0)
      throw new ProblemError(422, { code: 'asset-invalid', ref: tag, context: { problems } })
  }
  await openChangeSet(tx, set)
  const changes = edits.map((edit) => ({ kind: 'changed' as const, ...edit }))
  const [refused] = await makeChanges(tx, set.id, changes)
  if (refused?.why === 'gone') throw notFound(refused.tag)
  if (refused) {
    throw new ProblemError(409, {
      ...{ code: 'edited-meanwhile', ref: refused.tag, context: { fields: refused.fields } },
    })
  }
  await endChangeSet(tx, set.id, 'done')
  const { at, by, reason } = set
  const [first, ...also] = tags
  const fields = edits[0]!.fields.map(({ field }) => field)
  const detail = { asset: first, reason, fields, ...(also.length > 0 && { also }) }
  await appendAudit(tx, { at, by, what: 'register-edit', ref: set.id, detail })
  await notify(tx, 'assets', set.id)
}

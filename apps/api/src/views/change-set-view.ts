import { formatTime } from '@driftbild/core'
import type { changesOf, StoredChangeSet } from '@driftbild/store'
import { fieldsIn } from '../changes/planned-row.ts'
import type { AssetChangeView, ChangeSetView } from '../contract/index.ts'

export const viewChangeSet = ({ at, ...set }: StoredChangeSet): ChangeSetView => ({
  ...{ id: set.id, at: formatTime(at), by: set.by, source: set.source, reason: set.reason },
  ...{ detail: set.detail, undoes: set.undoes, undoneBy: set.undoneBy, state: set.state, assets: set.assets },
})

export const viewAssetChange = ({
  change,
  at,
  ...set
}: Awaited<ReturnType<typeof changesOf>>[number]): AssetChangeView => ({
  ...{ set: set.set, at: formatTime(at), by: set.by, source: set.source, reason: set.reason },
  ...{ kind: change.kind, fields: fieldsIn(change) },
})

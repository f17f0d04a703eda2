import type { AssetSummary } from '../contract/index.ts'
import type { WatchedAsset } from '../picture/picture.ts'

export function summarizeAsset(watched: WatchedAsset): AssetSummary {
  const { asset, service, state, prediction, underWork, position } = watched
  const { tag, class: assetClass, name, zone } = asset
  return { tag, class: assetClass, service, name, zone, state, prediction, underWork, position }
}

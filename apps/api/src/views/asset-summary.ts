import type { AssetSummary } from '../contract/index.ts'
import type { AssetLook } from '../picture/asset-look.ts'
import type { WatchedAsset } from '../picture/picture.ts'

/** `look` is what its readings show, where somebody wants to see it. */
export function summarizeAsset(watched: WatchedAsset, look: AssetLook = {}): AssetSummary {
  const { asset, service, state, prediction, underWork, position } = watched
  const { tag, class: assetClass, name, zone } = asset
  return { tag, class: assetClass, service, name, zone, state, prediction, underWork, position, ...look }
}

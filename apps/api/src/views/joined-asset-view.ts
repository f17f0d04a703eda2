import type { JoinedAssetView } from '../contract/index.ts'
import type { JoinedAsset } from '../network/joined-assets.ts'

export function viewJoinedAsset({ watched: { asset }, points }: JoinedAsset): JoinedAssetView {
  const { tag, name, class: assetClass, geometry, surveyed } = asset
  const { length } = asset.attributes
  return {
    ...{ tag, name, class: assetClass, geometry, surveyed, points },
    length: typeof length === 'number' ? length : null,
  }
}

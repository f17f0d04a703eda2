import { type Box, boxOf, reachesInto } from '@driftbild/core'
import type { AssetSelection } from '../contract/index.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

/** Whether an asset is one of those that a filter asks for. */
export function fitsSelection(selection: AssetSelection): (watched: WatchedAsset) => boolean {
  const { class: assetClass, service, zone, state, q, tags, box, area } = selection
  const wanted = q?.toLocaleLowerCase('sv')
  const named = tags && new Set(tags)
  return (watched) => {
    const { asset } = watched
    if (named && !named.has(asset.tag)) return false
    if (assetClass && asset.class !== assetClass) return false
    if (service && watched.service !== service) return false
    if (zone && asset.zone !== zone) return false
    if (state && watched.state !== state) return false
    if (wanted && !`${asset.tag}\n${asset.name}`.toLocaleLowerCase('sv').includes(wanted)) return false
    if (box && !touches(boxOf(asset.geometry), box)) return false
    return !area || reachesInto(asset.geometry, area)
  }
}

/** In the order of the register: by tag. */
export function selectAssets(
  picture: Picture,
  selection: AssetSelection,
  allowed: (watched: WatchedAsset) => boolean,
): WatchedAsset[] {
  const fits = fitsSelection(selection)
  return [...picture.assets.values()].filter((watched) => fits(watched) && allowed(watched))
}

export const touches = (a: Box, b: Box): boolean =>
  a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]

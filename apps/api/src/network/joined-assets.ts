import { type Asset, metresBetween, positionsOf } from '@driftbild/core'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { AT_PLACE } from './water-net.ts'

/** What of an asset stands at another one's place: these of its points. */
export interface JoinedAsset {
  watched: WatchedAsset
  points: number[]
}

/**
 * What is joined to an asset and so moves with it: ends of pipes that name it, and what stands in the network at the
 * same place. A pipe that names it but is drawn to somewhere else isn't joined to where it stands.
 */
export function joinedAssets(picture: Picture, { asset, position, service }: WatchedAsset): JoinedAsset[] {
  if (asset.geometry.type !== 'Point' || service !== 'water') return []
  const pipes: JoinedAsset[] = []
  const standing: JoinedAsset[] = []
  for (const watched of picture.assets.values()) {
    if (watched.asset.class === 'pipe') {
      const points = endsAt(watched.asset, asset.tag).filter(
        (i) => metresBetween(positionsOf(watched.asset.geometry)[i]!, position) <= AT_PLACE,
      )
      if (points.length > 0) pipes.push({ watched, points })
    } else if (watched.service === 'water' && watched.asset.tag !== asset.tag) {
      if (metresBetween(watched.position, position) <= AT_PLACE) standing.push({ watched, points: [0] })
    }
  }
  // What only stands near, where no pipe ends, is its own.
  return pipes.length > 0 ? [...pipes, ...standing] : []
}

function endsAt({ geometry, attributes }: Asset, tag: string): number[] {
  return [
    ...(attributes.from === tag ? [0] : []),
    ...(attributes.to === tag ? [positionsOf(geometry).length - 1] : []),
  ]
}

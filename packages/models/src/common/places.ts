import { type Asset, type Position, positionsOf } from '@driftbild/core'

export function middleOf(asset: Asset): Position {
  const positions = positionsOf(asset.geometry)
  return positions[Math.floor(positions.length / 2)]!
}

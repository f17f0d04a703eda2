import type { Occasion } from '@driftbild/core'
import type { Picture } from '../picture/picture.ts'

/** m a degree of latitude. */
const DEGREE = 111_320

/** Tags of the containers within a place's radius, nearest first. */
export function binsAround(picture: Picture, place: NonNullable<Occasion['place']>): string[] {
  const { longitude, latitude, radius } = place
  const shrunk = Math.cos((latitude * Math.PI) / 180)
  return [...picture.assets.values()]
    .filter(({ asset }) => asset.class === 'waste-container')
    .map(({ asset: { tag }, position: [east, north] }) => ({
      tag,
      away: DEGREE * Math.hypot((east - longitude) * shrunk, north - latitude),
    }))
    .filter(({ away }) => away <= radius)
    .toSorted((a, b) => a.away - b.away)
    .map(({ tag }) => tag)
}

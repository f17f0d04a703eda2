import type { Asset, Position } from '@driftbild/core'
import type { Picture } from '../picture/picture.ts'
import { networkOf } from './networks.ts'
import { type RegisterModel, registerModel } from './register-model.ts'

export interface DrawnModel extends RegisterModel {
  /** Places where water comes in or is stored, by the names that pipes give them. */
  sources: ReadonlySet<string>
}

/** Assets of a picture as a hydraulic model, with what the picture's network knows of sources and closed valves. */
export function drawnModel(
  picture: Picture,
  assets: readonly Asset[],
  place: (position: Position) => Position,
): DrawnModel {
  const { water } = networkOf(picture)
  const storage = new Map<string, Asset>()
  for (const asset of assets) {
    const where = asset.class === 'reservoir' ? water.standing.get(asset.tag) : undefined
    if (where && 'place' in where) storage.set(where.place, asset)
  }
  const names = new Map(
    [...water.net.places].flatMap(([name, some]) => some.map((one) => [one, name] as const)),
  )
  const closed = {
    pipes: new Set(water.closed.links.keys()),
    places: new Set([...water.closed.places.keys()].flatMap((one) => names.get(one) ?? [])),
  }
  return {
    ...registerModel({ assets, feeds: water.feeds, storage, place, closed }),
    sources: new Set([...water.feeds, ...storage.keys()]),
  }
}

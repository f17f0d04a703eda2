import { type Along, type FlowKnown, flowDirections } from '@driftbild/network'
import { atOnce } from '../in-turns.ts'
import type { Scene } from '../moments/scene.ts'
import type { Picture } from '../picture/picture.ts'
import { kept } from '../tiles/kept.ts'
import { type WaterNet, waterNet } from './water-net.ts'

export type KnownFlow = FlowKnown & { measured: ReadonlyMap<number, Along> }

/** A picture's network, and which way water flows in it at each moment. */
export interface PictureNetwork {
  water: WaterNet
  known(scene: Scene | null): KnownFlow
  /** Which way water flows in a pipe, against how it is drawn or with it; undefined where nobody knows. */
  flowOf(scene: Scene | null): (tag: string) => { flow: 1 | -1; measured: boolean } | undefined
}

/** Now, and the moments that somebody looks at. */
const KEPT = 6

const networks = new WeakMap<Picture, PictureNetwork>()

export const networkOf = (picture: Picture): PictureNetwork =>
  networks.get(picture) ?? atOnce(makeNetwork(picture))

/** The same ahead of time, by someone who can pause. */
export function* makeNetwork(picture: Picture): Generator<void, PictureNetwork> {
  const made = pictureNetwork(picture, yield* waterNet(picture))
  made.known(null)
  networks.set(picture, made)
  return made
}

function pictureNetwork(picture: Picture, water: WaterNet): PictureNetwork {
  const { net, sources } = water
  const made = kept<KnownFlow>(KEPT)
  const known: PictureNetwork['known'] = (scene) => {
    const measured = water.measured(scene?.moment.find ?? ((tag) => picture.assets.get(tag)))
    // Between two readings that don't turn a flow around nothing else about it changes.
    const name = [...measured].join(' ')
    return (
      made.get(name) ??
      made.put(name, { net, sources, measured, along: flowDirections(net, { sources, measured }) })
    )
  }
  return {
    water,
    known,
    flowOf(scene) {
      const { along, measured } = known(scene)
      return (tag) => {
        const link = net.link(tag)
        const flow = link < 0 ? 0 : along[link]!
        return flow === 0 ? undefined : { flow: flow as 1 | -1, measured: measured.has(link) }
      }
    },
  }
}

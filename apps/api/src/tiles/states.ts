import { paced } from '../in-turns.ts'
import type { Scene } from '../moments/scene.ts'
import type { WatchedAsset } from '../picture/picture.ts'
import { stateNumber } from './asset-kinds.ts'

/** How a layer's assets look, in the layer's order: now, and at each past moment that somebody looks at. */
export interface States {
  /** As numbers; the present's is one list that is kept up. */
  at(scene: Scene | null): Uint8Array
  /** Takes over what an asset looks like now; its place in the order, undefined where it isn't of this layer. */
  update(watched: WatchedAsset): number | undefined
}

export function* states(assets: readonly WatchedAsset[]): Generator<void, States> {
  const numbers = new Map<string, number>()
  const present = new Uint8Array(assets.length)
  yield* paced(assets, (watched, i) => {
    numbers.set(watched.asset.tag, i)
    present[i] = stateNumber(watched.state)
  })
  const past = new WeakMap<Scene, Uint8Array>()
  const normal = stateNumber('normal')
  return {
    at(scene) {
      if (scene === null) return present
      let then = past.get(scene)
      if (!then) {
        then = new Uint8Array(assets.length).fill(normal)
        for (const [tag, { state }] of scene.moment.told) {
          const i = numbers.get(tag)
          if (i !== undefined) then[i] = stateNumber(state)
        }
        past.set(scene, then)
      }
      return then
    },
    update(watched) {
      const i = numbers.get(watched.asset.tag)
      if (i !== undefined) present[i] = stateNumber(watched.state)
      return i
    },
  }
}

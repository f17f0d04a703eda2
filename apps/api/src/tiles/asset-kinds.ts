import { type AssetState, assetStates } from '@driftbild/core'
import { paced } from '../in-turns.ts'
import type { WatchedAsset } from '../picture/picture.ts'

/** Which assets a tile may show. What `shows` answers must follow from class, visibility and zone alone. */
export interface Shown {
  shows: (watched: WatchedAsset) => boolean
  /** Null for all. */
  state: AssetState | null
  /** Two that have one name show the same. */
  name: string
}

/** Assets that every filter treats alike: a filter is asked once of each kind, not once of each asset. */
export interface AssetKinds {
  kindOf(watched: WatchedAsset): number
  /** 1 for each kind that is shown. */
  maskOf(shown: Shown): Uint8Array
}

const KEPT_MASKS = 200

export function* assetKinds(assets: Iterable<WatchedAsset>): Generator<void, AssetKinds> {
  const numbers = new Map<string, number>()
  const examples: WatchedAsset[] = []
  yield* paced(assets, (watched) => {
    const name = nameOf(watched)
    if (numbers.has(name)) return
    numbers.set(name, examples.length)
    examples.push(watched)
  })
  const masks = new Map<string, Uint8Array>()
  return {
    kindOf: (watched) => numbers.get(nameOf(watched))!,
    maskOf({ name, shows }) {
      let mask = masks.get(name)
      if (!mask) {
        mask = Uint8Array.from(examples, (example) => Number(shows(example)))
        if (masks.size >= KEPT_MASKS) masks.delete(masks.keys().next().value!)
        masks.set(name, mask)
      }
      return mask
    },
  }
}

const nameOf = ({ asset }: WatchedAsset): string => `${asset.class} ${asset.visibility} ${asset.zone ?? ''}`

/** A state as a small number, the worst first. */
export const stateNumber = (state: AssetState): number => assetStates.indexOf(state)

export const isShown = (mask: Uint8Array, kind: number, wanted: number | null, state: number): boolean =>
  mask[kind] === 1 && (wanted === null || wanted === state)

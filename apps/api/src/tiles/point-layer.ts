import { type AssetClass, type AssetState, assetStates } from '@driftbild/core'
import { type AssetFeature, Change, type ClusterFeature } from '../contract/index.ts'
import { paced } from '../in-turns.ts'
import type { Scene } from '../moments/scene.ts'
import type { AssetLook } from '../picture/asset-look.ts'
import type { WatchedAsset } from '../picture/picture.ts'
import { type AssetKinds, isShown, type Shown, stateNumber } from './asset-kinds.ts'
import { mercator } from './mercator.ts'
import { states } from './states.ts'
import { type CutFeature, type CutTile, EXTENT } from './vector-tile.ts'
import { zOrder } from './z-order.ts'

/** Deeper than this every asset stands alone. */
const CLUSTERED_UNTIL = 14
/** A tile's clusters lie in a grid of so many cells a side, as a power of two: 64 pixels each. */
const CELL_LEVELS = 3
/** How far from its cell's middle a cluster may lie, of the cell's side: two never cover each other. */
const STRAYS = 0.16
/** What would cover everything else in a town's view: drawn alone and from close by only. */
const shownFrom: Partial<Record<AssetClass, number>> = { junction: 16, valve: 14 }
const EVERYWHERE = 0
/** A tile is sent again when one of its containers has risen by as much. */
const FILL_STEPS = 20

/** What a marker shows of an asset's readings. */
export type Look = (watched: WatchedAsset) => AssetLook

export interface PointLayer {
  tile(z: number, x: number, y: number, shown: Shown, scene: Scene | null, look: Look): CutTile
  /** Takes over what an asset looks like now. */
  update(watched: WatchedAsset): void
}

/**
 * Assets that are drawn as a point. Places, kinds and states lie in flat lists in one order, in which each tile and
 * each cell of a cluster is one stretch: a cluster is counted when it is drawn, under any filter, and a change of
 * state moves nothing.
 */
export function* pointLayer(assets: readonly WatchedAsset[], kinds: AssetKinds): Generator<void, PointLayer> {
  const count = assets.length
  const [eastward, southward] = [new Float64Array(count), new Float64Array(count)]
  yield* paced(assets, ({ position }, i) => {
    const [x, y] = mercator(position)
    eastward[i] = x
    southward[i] = y
  })
  const { order, range } = yield* zOrder(eastward, southward)
  const points = new Array<WatchedAsset>(count)
  const [xs, ys] = [new Float64Array(count), new Float64Array(count)]
  const kind = new Uint32Array(count)
  const from = new Uint8Array(count)
  yield* paced(order, (at, i) => {
    const watched = assets[at]!
    points[i] = watched
    xs[i] = eastward[at]!
    ys[i] = southward[at]!
    kind[i] = kinds.kindOf(watched)
    from[i] = shownFrom[watched.asset.class] ?? EVERYWHERE
  })
  const looks = yield* states(points)

  return {
    update(watched) {
      looks.update(watched)
    },
    tile(z, x, y, shown, scene, look) {
      const state = looks.at(scene)
      const mask = kinds.maskOf(shown)
      const wanted = shown.state === null ? null : stateNumber(shown.state)
      const features: CutFeature[] = []
      const place = (px: number, py: number): [number, number] => [
        Math.floor((px * 2 ** z - x) * EXTENT),
        Math.floor((py * 2 ** z - y) * EXTENT),
      ]
      const alone = (i: number) => {
        const [px, py] = place(xs[i]!, ys[i]!)
        if (px < 0 || py < 0 || px >= EXTENT || py >= EXTENT) return
        features.push({ type: 1, geometry: [[px, py]], tags: pointTags(points[i]!, scene, look) })
      }
      const cluster = (cellX: number, cellY: number) => {
        const [first, end] = range(z + CELL_LEVELS, cellX, cellY)
        const counts = new Array<number>(assetStates.length).fill(0)
        let [count, sumX, sumY, last] = [0, 0, 0, -1]
        let change: Change | null = null
        for (let i = first; i < end; i++) {
          if (!isShown(mask, kind[i]!, wanted, state[i]!)) continue
          if (from[i] !== EVERYWHERE) {
            if (z >= from[i]!) alone(i)
            continue
          }
          count++
          counts[state[i]!]!++
          if (scene?.changed) change = worse(change, scene.changed.get(points[i]!.asset.tag)?.kind ?? null)
          sumX += xs[i]!
          sumY += ys[i]!
          last = i
        }
        if (count === 1) alone(last)
        if (count < 2) return
        const side = 2 ** (z + CELL_LEVELS)
        const near = (mean: number, cell: number) =>
          (cell + Math.min(0.5 + STRAYS, Math.max(0.5 - STRAYS, mean * side - cell))) / side
        const middle = place(near(sumX / count, cellX), near(sumY / count, cellY))
        features.push({
          type: 1,
          geometry: [middle],
          tags: { ...clusterTags(count, counts), ...(change && { change }) },
        })
      }

      if (z > CLUSTERED_UNTIL) {
        const [first, end] = range(z, x, y)
        for (let i = first; i < end; i++) {
          if (z >= from[i]! && isShown(mask, kind[i]!, wanted, state[i]!)) alone(i)
        }
      } else {
        const cells = 2 ** CELL_LEVELS
        for (let row = 0; row < cells; row++) {
          for (let column = 0; column < cells; column++) cluster(x * cells + column, y * cells + row)
        }
      }
      return { features }
    },
  }
}

function pointTags(watched: WatchedAsset, scene: Scene | null, look: Look): AssetFeature {
  const then = scene?.moment.find(watched.asset.tag) ?? watched
  const { asset, service, state, prediction, underWork } = then
  const { fill, lamp } = look(then)
  const change = scene?.changed?.get(asset.tag)?.kind
  return {
    tag: asset.tag,
    class: asset.class,
    service,
    state,
    ...(prediction !== null && { prediction }),
    underWork,
    ...(fill !== undefined && { fill: Math.round(fill * FILL_STEPS) / FILL_STEPS }),
    ...(lamp && { lamp }),
    ...(change && { change }),
  }
}

const worse = (a: Change | null, b: Change | null): Change | null =>
  Change.options.find((one) => one === a || one === b) ?? null

function clusterTags(count: number, counts: readonly number[]): ClusterFeature {
  const of = Object.fromEntries(assetStates.map((state, i) => [state, counts[i]])) as Record<
    AssetState,
    number
  >
  const { prediction: predicted, ...others } = of
  const state = assetStates.find((one) => of[one] > 0) ?? 'normal'
  return { cluster: true, count, state, ...others, predicted }
}

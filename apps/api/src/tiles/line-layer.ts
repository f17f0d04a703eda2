import type { NetworkFeature } from '../contract/index.ts'
import { paced } from '../in-turns.ts'
import type { Scene } from '../moments/scene.ts'
import type { WatchedAsset } from '../picture/picture.ts'
import { type AssetKinds, isShown, type Shown, stateNumber } from './asset-kinds.ts'
import { cutLine } from './cut-line.ts'
import { mercator } from './mercator.ts'
import { states } from './states.ts'
import { type CutFeature, type CutTile, EXTENT } from './vector-tile.ts'

/** From here a tile shows every line in it; further out the widest of the municipality, so many at each zoom. */
const ALL_FROM = 13
const MOST_AT = [4_000, 8_000, 16_000] as const
/** Further out than this nobody can see a pipe. */
const SHOWN_FROM = ALL_FROM - MOST_AT.length
/** From here there is room for an arrow. */
const FLOW_FROM = 13
/** In units of the tile: what is drawn beyond its edge, so that a wide line has none there, and one pixel's worth. */
const BUFFER = 64
const TOLERANCE = EXTENT / 512

/** What is known of a pipe beside its state. */
export interface LineFacts {
  /** Which way something flows in it; undefined where nobody knows. */
  flow: (tag: string) => { flow: 1 | -1; measured: boolean } | undefined
  /** That it leaks, 0 to 1; undefined where nothing says so. */
  suspicion: (tag: string) => number | undefined
}

export interface LineLayer {
  tile(z: number, x: number, y: number, shown: Shown, scene: Scene | null, facts: LineFacts): CutTile
  /** Takes over what an asset looks like now. */
  update(watched: WatchedAsset): void
}

/** Lines, the widest and longest first; cells of the zoom from which all are shown say which to look at for a tile. */
export function* lineLayer(assets: readonly WatchedAsset[], kinds: AssetKinds): Generator<void, LineLayer> {
  const lines: Line[] = []
  yield* paced(assets, (watched) => {
    lines.push({ watched, ...pathOf(watched), diameter: diameterOf(watched) })
  })
  lines.sort((a, b) => (b.diameter ?? 0) - (a.diameter ?? 0) || b.extent - a.extent)
  yield
  const kind = Uint32Array.from(lines, ({ watched }) => kinds.kindOf(watched))
  const looks = yield* states(lines.map(({ watched }) => watched))
  const cells = yield* cellsOf(lines)
  const normal = stateNumber('normal')
  const notNormal = new Set(notAt(looks.at(null), normal))
  const notNormalThen = new WeakMap<Scene, readonly number[]>()
  const unusual = (scene: Scene | null): Iterable<number> => {
    if (scene === null) return notNormal
    const known = notNormalThen.get(scene) ?? notAt(looks.at(scene), normal)
    notNormalThen.set(scene, known)
    return known
  }

  /** What may lie in a tile, as numbers; from afar the widest, and what isn't as it should be. */
  const candidates = (z: number, x: number, y: number, scene: Scene | null): Iterable<number> => {
    if (z >= ALL_FROM) {
      const up = 2 ** (z - ALL_FROM)
      return cells.get(cellName(Math.floor(x / up), Math.floor(y / up))) ?? []
    }
    const most = Math.min(lines.length, MOST_AT[z - SHOWN_FROM]!)
    const few = [...unusual(scene)].filter((i) => i >= most).slice(0, most)
    return [...Array(most).keys(), ...few]
  }

  return {
    update(watched) {
      const i = looks.update(watched)
      if (i === undefined) return
      if (watched.state === 'normal') notNormal.delete(i)
      else notNormal.add(i)
    },
    tile(z, x, y, shown, scene, facts) {
      const features: CutFeature[] = []
      if (z < SHOWN_FROM) return { features }
      const state = looks.at(scene)
      const mask = kinds.maskOf(shown)
      const wanted = shown.state === null ? null : stateNumber(shown.state)
      const scale = 2 ** z
      const edge = BUFFER / EXTENT
      for (const i of candidates(z, x, y, scene)) {
        if (!isShown(mask, kind[i]!, wanted, state[i]!)) continue
        const { path, box, watched, diameter } = lines[i]!
        if (box[0] * scale > x + 1 + edge || box[2] * scale < x - edge) continue
        if (box[1] * scale > y + 1 + edge || box[3] * scale < y - edge) continue
        const pieces = cutLine(
          path.length / 2,
          (p) => [(path[2 * p]! * scale - x) * EXTENT, (path[2 * p + 1]! * scale - y) * EXTENT],
          { low: -BUFFER, high: EXTENT + BUFFER, tolerance: TOLERANCE },
        )
        const flow = z >= FLOW_FROM ? facts.flow(watched.asset.tag) : undefined
        if (pieces.length > 0)
          features.push({
            type: 2,
            geometry: pieces,
            tags: {
              ...tagsOf(watched, diameter, scene, flow),
              ...suspicionTag(facts.suspicion(watched.asset.tag)),
            },
          })
      }
      return { features }
    },
  }
}

interface Line extends ReturnType<typeof pathOf> {
  watched: WatchedAsset
  diameter: number | null
}

type Box = readonly [west: number, north: number, east: number, south: number]

function pathOf({ asset: { geometry } }: WatchedAsset): { path: Float64Array; box: Box; extent: number } {
  const places = geometry.type === 'LineString' ? geometry.coordinates.map(mercator) : []
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)]
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const
  return { path: Float64Array.from(places.flat()), box, extent: box[2] - box[0] + (box[3] - box[1]) }
}

const diameterOf = ({ asset }: WatchedAsset): number | null =>
  typeof asset.attributes.diameter === 'number' ? asset.attributes.diameter : null

function tagsOf(
  watched: WatchedAsset,
  diameter: number | null,
  scene: Scene | null,
  flow: ReturnType<LineFacts['flow']>,
): NetworkFeature {
  const { asset, service, state } = scene?.moment.find(watched.asset.tag) ?? watched
  const change = scene?.changed?.get(asset.tag)?.kind
  return {
    tag: asset.tag,
    class: asset.class,
    service,
    ...(diameter !== null && { diameter }),
    state,
    ...(flow && { flow: flow.flow, ...(flow.measured && { measured: true as const }) }),
    ...(change && { change }),
  }
}

/** In steps: a tile is sent again when one of its pipes has become that much likelier. */
function suspicionTag(probability: number | undefined): Pick<NetworkFeature, 'suspicion'> {
  if (probability === undefined) return {}
  return { suspicion: Math.max(1, Math.round(probability * SUSPICION_STEPS)) / SUSPICION_STEPS }
}
const SUSPICION_STEPS = 20

/** Numbers of those that are not as given. */
function notAt(state: Uint8Array, normal: number): number[] {
  const numbers: number[] = []
  state.forEach((one, i) => {
    if (one !== normal) numbers.push(i)
  })
  return numbers
}

const cellName = (x: number, y: number): number => x * 2 ** ALL_FROM + y

/** Which lines each cell of the zoom holds, those in the buffer around it too. */
function* cellsOf(lines: readonly Line[]): Generator<void, Map<number, number[]>> {
  const cells = new Map<number, number[]>()
  const edge = BUFFER / EXTENT
  yield* paced(lines, ({ box }, i) => {
    const [west, north, east, south] = box.map((share) => share * 2 ** ALL_FROM) as [
      number,
      number,
      number,
      number,
    ]
    for (let x = Math.floor(west - edge); x <= east + edge; x++) {
      for (let y = Math.floor(north - edge); y <= south + edge; y++) {
        const name = cellName(x, y)
        const some = cells.get(name)
        if (some) some.push(i)
        else cells.set(name, [i])
      }
    }
  })
  return cells
}

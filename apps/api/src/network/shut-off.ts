import { isCountedOn, type Position, positionsOf, type ValveCondition } from '@driftbild/core'
import {
  metresBetween,
  type SegmentNet,
  type Standing,
  segmentNet,
  type ValveState,
} from '@driftbild/network'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { partOf, shareAlong } from './along-line.ts'
import { networkOf } from './networks.ts'

/** What can be shut off from what in a picture's water network. */
export interface ShutOff {
  net: SegmentNet
  /** Along pipes, between the middles of two. */
  metres: (a: string, b: string) => number
  /** Segments that an asset belongs to; none for what stands in no pipe. */
  segmentsAt(tag: string): readonly number[]
  /** Assets that hang on a segment, each with all that it hangs on. */
  hangingOn(segment: number): readonly Hanging[]
  /** Lines of what lies in these segments, a valve apart where one stands in a pipe. */
  linesOf(segments: ReadonlySet<number>): Position[][]
}

export interface Hanging {
  watched: WatchedAsset
  segments: readonly number[]
}

const made = new WeakMap<Picture, ShutOff>()

export function shutOffOf(picture: Picture): ShutOff {
  const known = made.get(picture)
  if (known) return known
  const one = shutOff(picture)
  made.set(picture, one)
  return one
}

function shutOff(picture: Picture): ShutOff {
  const { standing, feeds } = networkOf(picture).water
  const all = [...picture.assets.values()]
  const linesByPipe = new Map<string, { line: Position[]; length: number }>()
  const pipes = all.flatMap(({ asset }) => {
    if (asset.class !== 'pipe') return []
    const { from, to, length } = asset.attributes
    const metres = typeof length === 'number' ? length : 0
    linesByPipe.set(asset.tag, { line: positionsOf(asset.geometry), length: metres })
    return [{ id: asset.tag, from: String(from), to: String(to), length: metres }]
  })
  const standingOf = ({ asset: { tag }, position }: WatchedAsset): Standing | null => {
    const where = standing.get(tag)
    if (!where || 'place' in where) return where ?? null
    const { line, length } = linesByPipe.get(where.pipe)!
    return { pipe: where.pipe, metres: shareAlong(position, line) * length }
  }
  const valves = all.flatMap((watched) => {
    const at = watched.asset.class === 'valve' ? standingOf(watched) : null
    return at ? [{ id: watched.asset.tag, at }] : []
  })
  const net = segmentNet({ pipes, valves, sources: feeds })
  const hanging = new Map<number, Hanging[]>()
  for (const watched of all) {
    const at = hangs.has(watched.asset.class) ? standingOf(watched) : null
    const segments = at ? net.segmentsAt(at) : []
    for (const segment of segments) {
      const others = hanging.get(segment)
      if (others) others.push({ watched, segments })
      else hanging.set(segment, [{ watched, segments }])
    }
  }
  return {
    net,
    hangingOn: (segment) => hanging.get(segment) ?? [],
    metres: metresBetween(net),
    segmentsAt(tag) {
      const watched = picture.assets.get(tag)
      const at = watched && standingOf(watched)
      return at ? net.segmentsAt(at) : []
    },
    linesOf: (segments) =>
      [...segments].flatMap((segment) =>
        net.segments[segment]!.stretches.map((i) => {
          const { pipe, from, to } = net.stretches[i]!
          const { line, length } = linesByPipe.get(pipe)!
          return length === 0 ? line : partOf(line, from / length, to / length)
        }),
      ),
  }
}

/** What people ask for when a part of the network is shut off. */
const hangs: ReadonlySet<string> = new Set(['connection', 'hydrant'])

/** How a valve stands and whether it is counted on, by what the register and people say of it. */
export function valveState(
  picture: Picture,
  conditions: ReadonlyMap<string, { condition: ValveCondition }>,
  unsure: ReadonlySet<string> = new Set(),
): (valve: string) => ValveState {
  return (tag) => {
    const isClosed = picture.assets.get(tag)?.asset.attributes.normallyOpen === false
    const condition = conditions.get(tag)?.condition ?? 'works'
    if (unsure.has(tag) || !isCountedOn(condition, isClosed)) return 'unsure'
    return isClosed ? 'closed' : 'open'
  }
}

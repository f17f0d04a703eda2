import { distance, lengthOf, pointAlong, type XY } from '../map/plane.ts'
import type { Builder } from './water-layout.ts'

/** Metres from the middle of the crossing: in the street, where the cap can be reached. */
const FROM_BRANCH = 4
/** A valve that already stands so near the branch does. */
const NEAR = 12
/** On so short a pipe one valve is enough. */
const SHORT = 2 * NEAR

/**
 * Where streets' mains meet, all but one of the pipes have a valve: the widest, of which the others branch off, is shut at
 * its next branches. Nothing of it is left to chance, so that the rest of the town stays as it was.
 */
export function layBranchValves(add: Builder): void {
  const { network, pipes, junctions, valves } = add.layout
  const places = new Map(network.nodes.map(({ id, position }) => [id, position!]))
  const standing = Map.groupBy(valves, ({ pipe }) => pipe)
  const mains = network.links.filter(
    (link) => link.type === 'pipe' && link.status === 'open' && pipes.get(link.id)?.district,
  )
  const meeting = new Map<string, typeof mains>()
  for (const pipe of mains) {
    for (const end of [pipe.from, pipe.to]) meeting.set(end, [...(meeting.get(end) ?? []), pipe])
  }
  for (const [junction, around] of meeting) {
    const district = junctions.get(junction)
    if (around.length < 3 || !district) continue
    const at = places.get(junction)!
    const lesser = around.toSorted((a, b) => widthOf(b) - widthOf(a) || (a.id < b.id ? -1 : 1)).slice(1)
    for (const pipe of lesser) {
      if (pipe.type !== 'pipe') continue
      const line: XY[] = [places.get(pipe.from)!, ...pipe.vertices, places.get(pipe.to)!]
      const own = standing.get(pipe.id) ?? []
      if (own.some((valve) => distance(valve.at, at) < NEAR)) continue
      if (lengthOf(line) < SHORT && own.length > 0) continue
      const away = pipe.from === junction ? line : line.toReversed()
      const valve = add.valve(pipe, pointAlong(away, FROM_BRANCH).at, true, district)
      standing.set(pipe.id, [...own, valve])
    }
  }
}

const widthOf = (link: { type: string; diameter?: number }): number => link.diameter ?? 0

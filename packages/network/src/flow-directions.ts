import { across, type FlowNet, placeCount } from './flow-net.ts'

/** Along a link: 1 from its `from` to its `to`, -1 the other way, 0 where nobody knows. */
export type Along = -1 | 0 | 1

export interface KnownFlows {
  /** Numbers of places where water may come in: works and tanks. */
  sources: ReadonlySet<number>
  /** What was measured, by link. */
  measured: ReadonlyMap<number, Along>
}

/**
 * Which way water flows in each link, as far as that is certain; water is drawn anywhere and comes from sources only.
 * It is certain where it was measured; in a link behind which no source lies, because all that is drawn there comes
 * through it; and in the last link at a place of which all others lead away, because what leaves must have come. In a
 * loop it may turn with the hour: nothing is said of it.
 */
export function flowDirections(net: FlowNet, { sources, measured }: KnownFlows): Int8Array {
  const along = new Int8Array(net.links.length)
  for (const [link, way] of measured) along[link] = way
  pointBehindBridges(net, sources, along)
  followWhatLeaves(net, sources, along)
  return along
}

/** The direction that leads from a place into a link. */
const outOf = ({ ends }: FlowNet, link: number, place: number): Along => (ends[2 * link] === place ? 1 : -1)

/** Bridges by depth-first search (Tarjan 1974), with how many sources hang below each. */
function pointBehindBridges(net: FlowNet, sources: ReadonlySet<number>, along: Int8Array): void {
  const places = placeCount(net)
  const found = new Int32Array(places).fill(-1)
  const low = new Int32Array(places)
  const below = new Uint32Array(places)
  const cameBy = new Int32Array(places).fill(-1)
  const next = net.first.slice(0, places)
  let time = 0
  // Roots among the sources first: then what hangs below a bridge is never the only side with a source.
  for (const root of [...sources, ...Array(places).keys()]) {
    if (found[root] !== -1) continue
    const stack = [root]
    const told: [link: number, way: Along][] = []
    found[root] = low[root] = time++
    below[root] = sources.has(root) ? 1 : 0
    while (stack.length > 0) {
      const place = stack.at(-1)!
      if (next[place]! < net.first[place + 1]!) {
        const link = net.beside[next[place]!++]!
        if (link === cameBy[place]) continue
        const to = across(net, link, place)
        if (found[to] === -1) {
          found[to] = low[to] = time++
          below[to] = sources.has(to) ? 1 : 0
          cameBy[to] = link
          stack.push(to)
        } else low[place] = Math.min(low[place]!, found[to]!)
        continue
      }
      stack.pop()
      const parent = stack.at(-1)
      if (parent === undefined) continue
      low[parent] = Math.min(low[parent]!, low[place]!)
      below[parent]! += below[place]!
      const link = cameBy[place]!
      const isBridge = low[place]! > found[parent]!
      if (isBridge && below[place] === 0) told.push([link, outOf(net, link, parent)])
    }
    // Of a part without a source nobody knows where its water comes from.
    if (below[root] === 0) continue
    for (const [link, way] of told) along[link] ||= way
  }
}

function followWhatLeaves(net: FlowNet, sources: ReadonlySet<number>, along: Int8Array): void {
  const places = placeCount(net)
  const unknown = new Uint32Array(places)
  const comes = new Uint8Array(places)
  const note = (link: number) => {
    for (const end of [0, 1] as const) {
      const place = net.ends[2 * link + end]!
      if (along[link] === 0) unknown[place]!++
      else if (along[link] !== outOf(net, link, place)) comes[place] = 1
    }
  }
  for (let link = 0; link < along.length; link++) note(link)
  const due = Array.from({ length: places }, (_, place) => place)
  for (let place = due.pop(); place !== undefined; place = due.pop()) {
    if (unknown[place] !== 1 || comes[place] === 1 || sources.has(place)) continue
    const degree = net.first[place + 1]! - net.first[place]!
    if (degree < 2) continue
    for (let i = net.first[place]!; i < net.first[place + 1]!; i++) {
      const link = net.beside[i]!
      if (along[link] !== 0) continue
      along[link] = -outOf(net, link, place)
      unknown[place] = 0
      comes[place] = 1
      const other = across(net, link, place)
      unknown[other]!--
      due.push(other)
    }
  }
}

import { across, type FlowNet, linksAt, placeCount } from './flow-net.ts'

/** Where a trace begins: a link or a place, by number. */
export type FlowStart = { link: number } | { places: readonly number[] }

/** What water passes on its way from or to somewhere. */
export interface FlowTrace {
  /** Numbers of links that it passes for certain: without the start nothing would reach them, or it without them. */
  certain: Set<number>
  /** Links that it may pass: where the direction is not known both are possible. */
  possible: Set<number>
}

export interface FlowKnown {
  net: FlowNet
  /** As `flowDirections` gives it. */
  along: Int8Array
  sources: ReadonlySet<number>
}

/** Everything downstream of somewhere: what would be without water if nothing passed there, and what may get some. */
export function downstream(known: FlowKnown, start: FlowStart): FlowTrace {
  const { sources } = known
  const own = 'link' in start ? start.link : -1
  const begins = beginsOf(known, start, 1)
  const reached = spread(known, begins, 1, { link: own, places: NONE })
  const blockedPlaces = 'places' in start ? new Set(start.places) : NONE
  const others = [...sources].filter((place) => !blockedPlaces.has(place))
  const without = spread(known, others, 1, { link: own, places: blockedPlaces })
  // Nothing is known of what no source feeds.
  const fed = spread(known, [...sources], 1, { link: -1, places: NONE })
  const isFed = begins.some((place) => fed.places[place] === 1)
  const certain = new Set(isFed ? [...reached.links].filter((link) => !without.links.has(link)) : [])
  return { certain, possible: minus(reached.links, certain) }
}

/** Everything upstream of somewhere: what all of its water passes, and what some of it may. */
export function upstream(known: FlowKnown, start: FlowStart): FlowTrace {
  const own = 'link' in start ? start.link : -1
  const begins = beginsOf(known, start, -1)
  const reached = spread(known, begins, -1, { link: own, places: NONE })
  const certain = new Set<number>()
  const ways = begins.map((place) => narrows(known, place, own))
  for (const link of ways[0] ?? []) if (ways.every((way) => way.has(link))) certain.add(link)
  return { certain, possible: minus(reached.links, certain) }
}

const NONE: ReadonlySet<number> = new Set()

const minus = (all: ReadonlySet<number>, some: ReadonlySet<number>): Set<number> =>
  new Set([...all].filter((one) => !some.has(one)))

/** From where a trace goes on: with a link of known direction its far end in that direction, else both. */
function beginsOf({ net, along }: FlowKnown, start: FlowStart, way: 1 | -1): readonly number[] {
  if ('places' in start) return start.places
  const [from, to] = [net.ends[2 * start.link]!, net.ends[2 * start.link + 1]!]
  const known = along[start.link]! * way
  return known === 1 ? [to] : known === -1 ? [from] : [from, to]
}

/** Whether a link may be passed from a place: with the water (1) or against it (-1). */
function passable({ net, along }: FlowKnown, link: number, place: number, way: 1 | -1): boolean {
  const known = along[link]!
  return known === 0 || (known * way === 1) === (net.ends[2 * link] === place)
}

function spread(
  known: FlowKnown,
  begins: readonly number[],
  way: 1 | -1,
  blocked: { link: number; places: ReadonlySet<number> },
): { links: Set<number>; places: Uint8Array } {
  const { net } = known
  const places = new Uint8Array(placeCount(net))
  const links = new Set<number>()
  const due = [...begins]
  for (const place of due) places[place] = 1
  for (let place = due.pop(); place !== undefined; place = due.pop()) {
    for (const link of linksAt(net, place)) {
      if (link === blocked.link || links.has(link) || !passable(known, link, place, way)) continue
      const to = across(net, link, place)
      links.add(link)
      if (places[to] === 1 || blocked.places.has(to)) continue
      places[to] = 1
      due.push(to)
    }
  }
  return { links, places }
}

/**
 * Links that every way from the sources to a place passes. Along one such way it is looked how far one gets without
 * the next link: a link that nothing jumps over is a narrow.
 */
function narrows(known: FlowKnown, place: number, blocked: number): Set<number> {
  const { net, sources } = known
  const way = oneWay(known, place, blocked)
  if (!way) return new Set()
  const seen = new Uint8Array(placeCount(net))
  const position = new Map(way.places.map((one, i) => [one, i]))
  const found = new Set<number>()
  let furthest = 0
  // All sources are one: whoever begins at another of them may join anywhere.
  let due: number[] = [...sources]
  for (let i = 0; i < way.links.length; i++) {
    due.push(way.places[i]!)
    for (let at = due.pop(); at !== undefined; at = due.pop()) {
      const ahead = position.get(at) ?? 0
      furthest = Math.max(furthest, ahead)
      // Where the way itself is met again it goes on when its turn comes.
      if (seen[at] === 1 || ahead > i) continue
      seen[at] = 1
      for (const link of linksAt(net, at)) {
        if (link === blocked || link === way.links[i] || !passable(known, link, at, 1)) continue
        due.push(across(net, link, at))
      }
    }
    if (furthest <= i) found.add(way.links[i]!)
    due = []
  }
  return found
}

/** The places of one way from a source to a place, and the links between them; null where there is none. */
function oneWay(
  known: FlowKnown,
  place: number,
  blocked: number,
): { places: number[]; links: number[] } | null {
  const { net, sources } = known
  const cameBy = new Int32Array(placeCount(net)).fill(-1)
  const seen = new Uint8Array(placeCount(net))
  const queue = [place]
  seen[place] = 1
  for (const at of queue) {
    if (sources.has(at)) {
      const [places, links] = [[at], [] as number[]]
      for (let here = at; here !== place; ) {
        const link = cameBy[here]!
        here = across(net, link, here)
        places.push(here)
        links.push(link)
      }
      return { places, links }
    }
    for (const link of linksAt(net, at)) {
      const to = across(net, link, at)
      if (link === blocked || seen[to] === 1 || !passable(known, link, at, -1)) continue
      seen[to] = 1
      cameBy[to] = link
      queue.push(to)
    }
  }
  return null
}

import { type AssetClass, type Position, positionsOf } from '@driftbild/core'
import { type Along, across, type FlowNet, type FlowStart, flowNet, linksAt } from '@driftbild/network'
import { paced } from '../in-turns.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { placeIndex } from './place-index.ts'

/**
 * The pipes of a register as a network: places are what pipes name as their ends. Where a valve, a meter or a pump
 * stands in it is told by where it lies.
 */
export interface WaterNet {
  net: FlowNet
  /** Numbers of the places where water comes in. */
  sources: ReadonlySet<number>
  /** Which way it flows where that is measured, or pumped; `find` gives an asset as it is, or was. */
  measured(find: (tag: string) => WatchedAsset | undefined): ReadonlyMap<number, Along>
  /** Where an asset stands in it; null where it doesn't. */
  startOf(tag: string): FlowStart | null
  /** Assets that stand at a place, by the place's number. */
  at(place: number): readonly string[]
  /** Where whatever stands in it does: at a place, or on a pipe. */
  standing: Standing
  /** Names of the places where water comes in. */
  feeds: ReadonlySet<string>
  /** Closed valves, by the place or the link that they close. */
  closed: { places: ReadonlyMap<number, string>; links: ReadonlyMap<string, string> }
}

/** Metres within which something stands at the end of a pipe, and on a pipe. */
export const AT_PLACE = 1
const ON_PIPE = 2
/** A pump stands in its house, and the pipe begins outside. */
const PUMP_REACH = 15
/** These are drawn beside the pipe that they hang on. */
const SIDE_REACH: Partial<Record<AssetClass, number>> = { connection: 40, hydrant: 15 }

/** In turns. */
export function* waterNet(picture: Picture): Generator<void, WaterNet> {
  const all = [...picture.assets.values()]
  const pipes = all.filter(({ asset }) => asset.class === 'pipe')
  const links = pipes.map(({ asset }) => ({ id: asset.tag, ...endsOf(asset.attributes) }))
  const placed = placesOf(pipes, links)
  yield
  const byPlace = yield* placeIndex([...placed].map(([name, at]) => ({ is: name, line: [at] })))
  const byPipe = yield* placeIndex(
    pipes.map(({ asset }) => ({ is: asset.tag, line: positionsOf(asset.geometry) })),
  )
  const standing = new Map<string, { place: string } | { pipe: string }>()
  yield* paced(all, ({ asset, position, service }) => {
    if (service !== 'water' || asset.class === 'pipe') return
    const place = placed.has(asset.tag) ? asset.tag : byPlace.nearest(position, AT_PLACE)
    const reach = SIDE_REACH[asset.class] ?? ON_PIPE
    const pipe = place === null ? byPipe.nearest(position, reach) : null
    if (place !== null) standing.set(asset.tag, { place })
    else if (pipe !== null) standing.set(asset.tag, { pipe })
  })
  const [closedPlaces, closedPipes] = closedBy(all, standing)
  yield
  const net = flowNet(links, {
    closedPlaces: new Set(closedPlaces.keys()),
    closedLinks: new Set(closedPipes.keys()),
  })
  yield
  const fed = feedsOf(all, net, standing, byPlace.nearest)
  const assetsAt = new Map<number, string[]>()
  yield
  const put = (place: number, tag: string) => {
    const some = assetsAt.get(place)
    if (some) some.push(tag)
    else assetsAt.set(place, [tag])
  }
  for (const [tag, where] of standing) {
    if ('place' in where) for (const place of net.places.get(where.place) ?? []) put(place, tag)
  }
  for (const [tag, place] of fed.from) put(place, tag)
  yield
  const meters = metersOf(picture, net, standing)
  yield

  return {
    net,
    standing,
    feeds: new Set(
      [...net.places].flatMap(([name, some]) => (some.some((p) => fed.sources.has(p)) ? [name] : [])),
    ),
    closed: {
      places: new Map(
        [...closedPlaces].flatMap(([name, tag]) =>
          (net.places.get(name) ?? []).map((p) => [p, tag] as const),
        ),
      ),
      links: closedPipes,
    },
    sources: fed.sources,
    measured(find) {
      const measured = new Map<number, Along>(fed.pumped)
      for (const meter of meters) {
        const flow = find(meter.tag)?.signals.find(({ signal }) => signal.key === meter.key)
        const value = flow && !flow.stale ? (flow.latest?.value ?? 0) : 0
        if (value === 0) continue
        for (const [link, way] of meter.links) measured.set(link, (value > 0 ? way : -way) as Along)
      }
      return measured
    },
    startOf(tag) {
      const own = net.link(tag)
      if (own >= 0) return { link: own }
      const fedFrom = fed.from.get(tag)
      if (fedFrom !== undefined) return { places: [fedFrom] }
      const where = standing.get(tag)
      if (!where) return null
      if ('place' in where) return { places: net.places.get(where.place) ?? [] }
      const link = net.link(where.pipe)
      return link < 0 ? null : { link }
    },
    at: (place) => assetsAt.get(place) ?? [],
  }
}

export type Standing = ReadonlyMap<string, { place: string } | { pipe: string }>

const endsOf = (attributes: WatchedAsset['asset']['attributes']): { from: string; to: string } => ({
  from: String(attributes.from),
  to: String(attributes.to),
})

/** Every place that a pipe names, where that pipe ends. */
function placesOf(
  pipes: readonly WatchedAsset[],
  links: readonly { from: string; to: string }[],
): Map<string, Position> {
  const placed = new Map<string, Position>()
  links.forEach(({ from, to }, i) => {
    const line = positionsOf(pipes[i]!.asset.geometry)
    placed.set(from, line[0]!)
    placed.set(to, line.at(-1)!)
  })
  return placed
}

/** Places and pipes that a valve closes, each with the valve's tag. */
function closedBy(
  all: readonly WatchedAsset[],
  standing: Standing,
): [Map<string, string>, Map<string, string>] {
  const places = new Map<string, string>()
  const pipes = new Map<string, string>()
  for (const { asset } of all) {
    if (asset.class !== 'valve' || asset.attributes.normallyOpen !== false) continue
    const where = standing.get(asset.tag)
    if (where && 'place' in where) places.set(where.place, asset.tag)
    else if (where) pipes.set(where.pipe, asset.tag)
  }
  return [places, pipes]
}

/**
 * Where water comes in: at tanks, and at the end of a pipe beside which a pump or a works stands. What is pumped into
 * a pipe's end flows away from it.
 */
function feedsOf(
  all: readonly WatchedAsset[],
  net: FlowNet,
  standing: Standing,
  nearest: (at: Position, metres: number) => string | null,
): Feeds {
  const sources = new Set<number>()
  const from = new Map<string, number>()
  const pumped = new Map<number, Along>()
  for (const { asset, position } of all) {
    const where = standing.get(asset.tag)
    if (asset.class === 'reservoir' && where && 'place' in where) {
      for (const place of net.places.get(where.place) ?? []) sources.add(place)
    }
    if (asset.class !== 'pump' && asset.class !== 'waterworks') continue
    const name = nearest(position, PUMP_REACH)
    for (const place of name === null ? [] : (net.places.get(name) ?? [])) {
      const links = [...linksAt(net, place)]
      if (links.length !== 1) continue
      sources.add(place)
      from.set(asset.tag, place)
      pumped.set(links[0]!, net.ends[2 * links[0]!] === place ? 1 : -1)
    }
  }
  return { sources, from, pumped }
}

interface Feeds {
  sources: Set<number>
  /** The place that a pump or a works feeds, by its tag. */
  from: Map<string, number>
  pumped: Map<number, Along>
}

interface Meter {
  tag: string
  key: string
  /** Which way water flows in the pipes at it while it counts upwards. */
  links: [link: number, way: Along][]
}

/** Meters between two pipes of which one leads into the zone that they meter. */
function metersOf(picture: Picture, net: FlowNet, standing: Standing): Meter[] {
  const names = new Map<number, string>()
  for (const [name, numbers] of net.places) for (const number of numbers) names.set(number, name)
  const meters: Meter[] = []
  for (const zone of picture.zones.values()) {
    for (const key of zone.inflow) {
      const tag = picture.signals.get(key)?.signal.asset
      const where = tag === undefined ? undefined : standing.get(tag)
      if (tag === undefined || !where || !('place' in where)) continue
      const [place] = net.places.get(where.place) ?? []
      const links = place === undefined ? [] : [...linksAt(net, place)]
      if (place === undefined || links.length !== 2) continue
      const inward = links.map(
        (link) => picture.assets.get(names.get(across(net, link, place))!)?.asset.zone === zone.tag,
      )
      if (inward[0] === inward[1]) continue
      const away = (link: number): Along => (net.ends[2 * link] === place ? 1 : -1)
      meters.push({
        tag,
        key,
        links: links.map((link, i) => [link, (inward[i] ? away(link) : -away(link)) as Along]),
      })
    }
  }
  return meters
}

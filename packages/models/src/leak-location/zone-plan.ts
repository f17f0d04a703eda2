import type { Register } from '@driftbild/core'
import { components, emptyNetwork, graphOf, isOpen, type Network, pipeDistances } from '@driftbild/network'
import { middleOf } from '../common/places.ts'
import type { PressureZone } from './pressure-zone.ts'
import { junctionOf, meterPipe, pipeOf, sourceOf } from './zone-parts.ts'
import { type DrawnPipe, drawnPipes, nearestPlace, placesOf, shutPipes } from './zone-places.ts'

/** A metered zone as a network of its own: the inlet is a source of fixed head, what flows on is a demand. */
export interface ZonePlan {
  network: Network
  /** Its sensors are in the order of `sensors`, its flows in that of the zone's meters. */
  zone: PressureZone
  inlet: string
  /** Tags of the pipes by their names in the network. */
  pipes: Record<string, string>
  /** Input name of the pressure at the inlet, which all others are told from. */
  reference: string | null
  sensors: ZonePressure[]
  /** What a hydraulic model lacks. */
  gap: 'demands' | 'inlets' | null
}

export interface ZonePressure {
  /** As the step names it. */
  name: string
  asset: string
  key: string
}

export interface ZoneInstruments {
  zone: string
  meters: readonly { asset: string; sign: 1 | -1 }[]
  pressures: readonly ZonePressure[]
}

/** Null where the register draws no pipes in the zone, or its first meter stands at none. */
export function zonePlan(register: Register, { zone, meters, pressures }: ZoneInstruments): ZonePlan | null {
  const all = drawnPipes(register.assets)
  const own = all.filter(({ asset }) => asset.zone === zone)
  const assets = new Map(register.assets.map((asset) => [asset.tag, asset]))
  const inside = placesOf(own)
  const standing = standingAt(all, inside)
  const ends = meters.map(({ asset, sign }) => ({
    asset,
    sign,
    place: standing(middleOf(assets.get(asset)!)),
  }))
  const first = ends[0]
  if (own.length === 0 || first?.sign !== 1 || first.place === null) return null

  const ids = new Map([...inside.keys()].map((name, i) => [name, `N${i}`]))
  const shut = shutPipes(register.assets, zone, own)
  const junctions = [...ids].map(([name, id]) => {
    const drawn = assets.get(name)
    return junctionOf(id, drawn, drawn?.zone === zone ? Number(drawn.attributes.baseDemand ?? 0) : 0)
  })
  const pipes = own.map((pipe, i) =>
    pipeOf(`P${i}`, pipe, (name) => ids.get(name)!, shut.has(pipe.asset.tag)),
  )
  const widestAt = (id: string) =>
    Math.max(...pipes.filter(({ from, to }) => from === id || to === id).map(({ diameter }) => diameter))
  const outside = ends.flatMap(({ asset, sign, place }, i) => {
    if (place === null) return []
    const [at, node, link] = [ids.get(place)!, `O${i}`, `F${i}`]
    const inward = sign === 1
    return [
      {
        node: inward
          ? sourceOf(node, assets.get(place))
          : junctionOf(node, assets.get(place), useBehind(register, asset, zone)),
        link: inward ? meterPipe(link, node, at, widestAt(at)) : meterPipe(link, at, node, widestAt(at)),
        flow: { link, into: sign },
      },
    ]
  })
  const empty = emptyNetwork()
  const inlet = ids.get(first.place)!
  const network = wetPart(
    {
      ...empty,
      // Flows next to nothing never settle to the last digit.
      options: { ...empty.options, trials: 60, unbalancedTrials: 10 },
      nodes: [...junctions, ...outside.map(({ node }) => node)],
      links: [...pipes, ...outside.map(({ link }) => link)],
      patterns: dayPattern,
    },
    inlet,
  )
  const wet = new Set(network.nodes.map(({ id }) => id))
  const atMeters = new Set(meters.map(({ asset }) => asset))
  const sensors = pressures.flatMap((one) => {
    const place = atMeters.has(one.asset) ? null : standing(middleOf(assets.get(one.asset)!))
    const node = place === null ? undefined : ids.get(place)
    return node !== undefined && wet.has(node) ? [{ ...one, node }] : []
  })
  const places = [...ids].filter(([name, id]) => wet.has(id) && (assets.get(name) ?? { zone }).zone === zone)
  return {
    network,
    zone: {
      places: places.map(([, id]) => id),
      sensors: sensors.map(({ node }) => node),
      flows: outside.map(({ flow }) => flow),
      tank: null,
    },
    inlet,
    pipes: Object.fromEntries(pipes.map(({ id }, i) => [id, own[i]!.asset.tag])),
    reference: pressures.find(({ asset }) => asset === first.asset)?.name ?? null,
    sensors: sensors.map(({ name, asset, key }) => ({ name, asset, key })),
    gap: gapOf(ends, junctions),
  }
}

/** Shares of a mean hour by the hour of the day. Only that flows swing matters: what they do is measured. */
const dayPattern: Network['patterns'] = {
  day: [
    ...[0.5, 0.4, 0.35, 0.33, 0.35, 0.5, 1.0, 1.6, 1.45, 1.2, 1.1, 1.05],
    ...[1.05, 1.0, 1.0, 1.05, 1.2, 1.45, 1.6, 1.65, 1.5, 1.25, 0.9, 0.6],
  ],
}

/** The place of the zone that is nearest along pipes to where something stands: a meter may stand in the next one. */
function standingAt(all: readonly DrawnPipe[], inside: ReturnType<typeof placesOf>) {
  const everywhere = placesOf(all)
  const distances = pipeDistances({
    nodes: [...everywhere.keys()].map((name) => junctionOf(name, undefined, 0)),
    links: all.map((pipe) => pipeOf(pipe.asset.tag, pipe, (name) => name, false)),
  })
  return (at: Parameters<typeof nearestPlace>[0]): string | null => {
    const place = nearestPlace(at, everywhere)
    if (place === null || inside.has(place)) return place
    let [best, least] = [null as string | null, Infinity]
    for (const [name, metres] of distances.from(place)) {
      if (metres < least && inside.has(name)) [best, least] = [name, metres]
    }
    return best
  }
}

/** What the zones behind a meter use on average, m³/h, as far as the register says. */
function useBehind(register: Register, meter: string, from: string, seen = new Set([from])): number {
  const meters = new Set(register.signals.filter((s) => s.asset === meter).map((s) => s.key))
  const behind = register.zones.filter((z) => !seen.has(z.tag) && z.inflow.some((key) => meters.has(key)))
  return behind.reduce((sum, zone) => {
    seen.add(zone.tag)
    const own = register.assets
      .filter((asset) => asset.zone === zone.tag && asset.class === 'junction')
      .reduce((all, asset) => all + Number(asset.attributes.baseDemand ?? 0), 0)
    const onward = register.signals.filter((s) => zone.outflow.includes(s.key))
    return onward.reduce((all, s) => all + useBehind(register, s.asset, zone.tag, seen), sum + own)
  }, 0)
}

/** What hangs together with the inlet: EPANET solves nothing else. */
function wetPart(network: Network, inlet: string): Network {
  const wet = new Set(components(graphOf(network, isOpen)).find((part) => part.includes(inlet)))
  return {
    ...network,
    nodes: network.nodes.filter(({ id }) => wet.has(id)),
    links: network.links.filter(({ from, to }) => wet.has(from) && wet.has(to)),
  }
}

function gapOf(
  ends: readonly { sign: 1 | -1; place: string | null }[],
  junctions: readonly { demands: readonly unknown[] }[],
): ZonePlan['gap'] {
  if (ends.filter(({ sign }) => sign === 1).length > 1 || ends.some(({ place }) => place === null))
    return 'inlets'
  return junctions.some(({ demands }) => demands.length > 0) ? null : 'demands'
}

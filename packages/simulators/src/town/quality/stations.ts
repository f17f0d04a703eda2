import { graphOf, isJunction, isPipe, type Network, pipeDistances } from '@driftbild/network'
import type { DistrictTag } from '../map/districts.ts'
import type { XY } from '../map/plane.ts'
import { isWater } from '../map/terrain.ts'
import { WORKS } from '../water/trunk.ts'
import type { WaterLayout } from '../water/water-layout.ts'

/** Where instruments look at what the water is like. */
export interface QualityStation {
  tag: string
  name: string
  at: XY
  /** Node of the network whose water it sees. */
  node: string
  /** Null at the works and the tower. */
  zone: DistrictTag | null
  /** Junctions from the district's meter to it, the shortest way; an intrusion at one of them most likely passes it. */
  path: string[]
}

/** Share of the way to a district's farthest place at which its station stands. */
const WAY_IN = 0.55
const DISTRICTS: readonly DistrictTag[] = ['MZ1', 'MZ3']

export function placeStations(layout: WaterLayout): QualityStation[] {
  const { header, tower } = WORKS
  return [
    {
      ...{ tag: 'KV1', name: 'Vattenkvalitet utgående', node: 'VV1-K', zone: null, path: [] },
      at: [header[0] + 0.6, header[1]],
    },
    {
      ...{ tag: 'KV2', name: 'Vattenkvalitet vattentornet', node: tower.id, zone: null, path: [] },
      at: [tower.at[0] + 0.6, tower.at[1]],
    },
    ...DISTRICTS.map((tag, i) => inDistrict(layout, tag, i + 3)),
  ]
}

function inDistrict(layout: WaterLayout, district: DistrictTag, n: number): QualityStation {
  const { network, junctions, pipes, meters } = layout
  const meter = meters.find(({ inlet }) => inlet.district === district)!
  const open = { ...network, links: network.links.filter((one) => one.status !== 'closed') }
  const far = pipeDistances(open).from(meter.junction)
  const own = network.nodes
    .filter(isJunction)
    .filter(({ id, position }) => junctions.get(id)?.tag === district && far.has(id) && !isWater(position!))
  const wanted = WAY_IN * Math.max(...own.map(({ id }) => far.get(id)!))
  const off = (id: string) => Math.abs(far.get(id)! - wanted)
  const station = own.reduce((best, one) => (off(one.id) < off(best.id) ? one : best))
  const pipe = network.links.find(({ from, to }) => from === station.id || to === station.id)
  return {
    tag: `KV${n}`,
    name: `Vattenkvalitet ${(pipe && pipes.get(pipe.id)?.street) ?? district}`,
    at: station.position!,
    node: station.id,
    zone: district,
    path: wayTo(open, far, station.id),
  }
}

/** Back along what gets nearer. */
function wayTo(network: Network, far: ReadonlyMap<string, number>, end: string): string[] {
  const graph = graphOf(network, isPipe)
  const way = [end]
  for (;;) {
    const at = way[0]!
    const nearer = [...(graph.get(at) ?? [])]
      .map(({ to }) => to)
      .filter((to) => (far.get(to) ?? Infinity) < far.get(at)!)
      .sort((a, b) => far.get(a)! - far.get(b)!)[0]
    if (nearer === undefined) return way
    way.unshift(nearer)
  }
}

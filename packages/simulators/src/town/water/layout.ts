import type { Junction, XY } from '@driftbild/network'
import type { Building } from '../map/buildings.ts'
import { type District, type DistrictTag, districtAt } from '../map/districts.ts'
import { distance, pointAlong } from '../map/plane.ts'
import type { StreetEdge, StreetGraph } from '../map/street-graph.ts'
import { type Random, randomOf } from '../random.ts'
import { layBranchValves } from './branch-valves.ts'
import { layTrunk } from './lay-trunk.ts'
import { madeIn } from './materials.ts'
import { inlets } from './trunk.ts'
import { type Builder, builder, emptyLayout, type PipeFacts, type WaterLayout } from './water-layout.ts'

/** A stretch of street longer than this gets a junction in its middle. */
const LONGEST = 170
/** Share of the water that leaves through holes nobody has found, spread over the houses. */
export const BACKGROUND = 0.1

export function layWater(streets: StreetGraph, buildings: readonly Building[], seed: number): WaterLayout {
  const random = randomOf(seed, 'water')
  const layout = emptyLayout()
  const add = builder(layout)
  const nodes = streets.nodes.map((at) => add.junction(at, districtAt(at)))
  const touching = new Map<number, number>()
  for (const edge of streets.edges) {
    for (const end of [edge.from, edge.to]) touching.set(end, (touching.get(end) ?? 0) + 1)
  }
  for (const edge of streets.edges) {
    const ends = [nodes[edge.from]!, nodes[edge.to]!] as const
    const [a, b] = [layout.junctions.get(ends[0])!, layout.junctions.get(ends[1])!]
    const deadEnd = touching.get(edge.from) === 1 || touching.get(edge.to) === 1
    const facts = factsOf(edge, a, random)
    const diameter = diameterOf(edge, facts, deadEnd)
    if (a.tag === b.tag) layStretch(add, edge, ends, facts, diameter, random)
    else layBoundary(add, edge, ends, [a, b], facts, diameter)
  }
  layBranchValves(add)
  layTrunk(add, layout.network)
  giveDemands(layout, buildings)
  return layout
}

function layStretch(
  add: Builder,
  edge: StreetEdge,
  ends: readonly [string, string],
  facts: PipeFacts,
  diameter: number,
  random: Random,
): void {
  const pieces = Math.ceil(edge.length / LONGEST)
  let from = ends[0]
  for (let i = 0; i < pieces; i++) {
    const line = pieceOf(edge.line, (edge.length * i) / pieces, (edge.length * (i + 1)) / pieces)
    const to = i === pieces - 1 ? ends[1] : add.junction(line.at(-1)!, facts.district)
    const pipe = add.pipe([from, to], line, facts, diameter)
    if (random.chance(0.3)) add.valve(pipe, pointAlong(line, 6).at, true, facts.district!)
    from = to
  }
}

/** Where a street passes from one district into another: the metered inlet, or a valve that is kept closed. */
function layBoundary(
  add: Builder,
  edge: StreetEdge,
  ends: readonly [string, string],
  [a, b]: readonly [District, District],
  facts: PipeFacts,
  diameter: number,
): void {
  const half = edge.length / 2
  const [first, second] = [pieceOf(edge.line, 0, half), pieceOf(edge.line, half, edge.length)]
  const middle = second[0]!
  const inlet = inlets.find((i) => i.leaves && i.street === edge.name && distance(i.at, middle) < 130)
  if (!inlet) {
    // The two sides end at the valve; the joint belongs to the first.
    const joint = add.junction(middle, a)
    add.pipe([ends[0], joint], first, facts, diameter)
    const closed = add.pipe([joint, ends[1]], second, { ...facts, district: b }, diameter)
    closed.status = 'closed'
    add.valve(closed, middle, false, a)
    return
  }
  const into = b.tag === inlet.district
  const [outer, inner] = into ? ends : ([ends[1], ends[0]] as const)
  const [toMeter, fromMeter] = into ? [first, second] : [second.toReversed(), first.toReversed()]
  const joint = add.junction(middle, into ? b : a, `${inlet.tag}-K`)
  const big = Math.max(diameter, inlet.diameter)
  const fed = add.pipe([outer, joint], toMeter, { ...facts, district: into ? b : a }, big)
  add.pipe([joint, inner], fromMeter, { ...facts, district: into ? b : a }, big)
  add.meter(inlet, fed, joint)
}

/** Every house draws from the nearest junction of its own district. */
function giveDemands(layout: WaterLayout, buildings: readonly Building[]): void {
  const junctions = layout.network.nodes.filter((n): n is Junction => n.type === 'junction')
  const byDistrict = Map.groupBy(junctions, (n) => layout.junctions.get(n.id)?.tag)
  const sums = new Map<Junction, number>()
  for (const building of buildings) {
    if (building.demand === 0) continue
    const own = byDistrict.get(building.district.tag) ?? []
    const nearest = own.reduce((best, n) =>
      distance(n.position!, building.centre) < distance(best.position!, building.centre) ? n : best,
    )
    sums.set(nearest, (sums.get(nearest) ?? 0) + building.demand)
  }
  for (const [junction, sum] of sums) {
    const district = layout.junctions.get(junction.id)!
    const base = Math.round(sum * (1 + BACKGROUND) * 1e5) / 1e5
    junction.demands = [{ base, pattern: patternOf(district.tag), category: null }]
  }
  for (const tag of byDistrict.keys()) if (tag) layout.network.patterns[patternOf(tag)] = [1]
}

export const patternOf = (district: DistrictTag): string => `use-${district}`

function factsOf(edge: StreetEdge, district: District, random: Random): PipeFacts {
  const [first, last] = district.built
  // One in six has been renewed since.
  const built = random.chance(0.17) ? random.whole(1994, 2020) : random.whole(first, last)
  const size = edge.rank === 1 ? 200 : 110
  return { district, street: edge.name, built, material: madeIn(built, size, random.uniform()) }
}

/** The way from the first inlet to the bridge carries two more districts. */
const mains = new Set(['Järnvägsgatan', 'Storgatan', 'Torggatan', 'Östra Storgatan'])

function diameterOf(edge: StreetEdge, { built, district }: PipeFacts, deadEnd: boolean): number {
  if (mains.has(edge.name)) return district?.tag === 'MZ1' ? 180 : 150
  if (edge.rank === 1) return 110
  if (deadEnd) return built > 1985 ? 50 : 65
  return built < 1972 ? 75 : 80
}

function pieceOf(line: readonly XY[], from: number, to: number): XY[] {
  const inner: XY[] = []
  let along = 0
  for (let i = 1; i < line.length - 1; i++) {
    along += distance(line[i - 1]!, line[i]!)
    if (along > from + 0.5 && along < to - 0.5) inner.push(line[i]!)
  }
  return [pointAlong(line, from).at, ...inner, pointAlong(line, to).at]
}

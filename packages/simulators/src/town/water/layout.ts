import type { Junction, Network, Pipe, XY } from '@driftbild/network'
import { emptyNetwork } from '@driftbild/network'
import type { Building } from '../map/buildings.ts'
import { type District, type DistrictTag, districtAt } from '../map/districts.ts'
import { distance, lengthOf, pointAlong } from '../map/plane.ts'
import type { StreetEdge, StreetGraph } from '../map/street-graph.ts'
import { elevationAt } from '../map/terrain.ts'
import { type Random, randomOf } from '../random.ts'
import { type Material, madeIn, roughnessOf } from './materials.ts'
import { type Inlet, inlets, LEVELS, PUMP_CURVE, trunkLines, WORKS } from './trunk.ts'

/** What the municipality knows of a pipe beside its hydraulics. */
export interface PipeFacts {
  district: District | null
  street: string
  material: Material
  built: number
}

export interface ValvePlan {
  tag: string
  pipe: string
  at: XY
  diameter: number
  normallyOpen: boolean
  district: District
}

export interface MeterPlan {
  inlet: Inlet
  /** Junction at the meter, where its pressure is taken. */
  junction: string
  /** Pipe whose flow it measures, positive into the district. */
  pipe: string
}

/** The water network in the town's plane: as the municipality's own model has it. */
export interface WaterLayout {
  network: Network
  pipes: Map<string, PipeFacts>
  junctions: Map<string, District | null>
  valves: ValvePlan[]
  meters: MeterPlan[]
}

/** A stretch of street longer than this gets a junction in its middle. */
const LONGEST = 170
/** Share of the water that leaves through holes nobody has found, spread over the houses. */
export const BACKGROUND = 0.1

export function layWater(streets: StreetGraph, buildings: readonly Building[], seed: number): WaterLayout {
  const random = randomOf(seed, 'water')
  const network = emptyNetwork()
  network.title = ['Norrvik, a town that does not exist']
  network.times = {
    ...network.times,
    hydraulicStep: 300,
    patternStep: 300,
    reportStep: 300,
    duration: 86_400,
  }
  network.options = { ...network.options, accuracy: 0.0005, unbalancedTrials: 10 }
  const layout: WaterLayout = { network, pipes: new Map(), junctions: new Map(), valves: [], meters: [] }
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
  layTrunk(add, network)
  giveDemands(layout, buildings)
  return layout
}

type Builder = ReturnType<typeof builder>

function builder(layout: WaterLayout) {
  const { network } = layout
  const counters = new Map<string, number>()
  const next = (prefix: string) => {
    const n = (counters.get(prefix) ?? 0) + 1
    counters.set(prefix, n)
    return `${prefix}-${String(n).padStart(3, '0')}`
  }
  return {
    layout,
    junction(at: XY, district: District | null, id = next(district ? 'VK' : 'HK')): string {
      const junction: Junction = {
        type: 'junction',
        id,
        tag: null,
        comment: null,
        position: at,
        elevation: elevationAt(at),
        demands: [],
        emitter: null,
      }
      network.nodes.push(junction)
      layout.junctions.set(id, district)
      return id
    },
    pipe(ends: readonly [string, string], line: readonly XY[], facts: PipeFacts, diameter: number): Pipe {
      const pipe: Pipe = {
        type: 'pipe',
        id: next(facts.district ? 'VL' : 'HL'),
        tag: null,
        comment: null,
        from: ends[0],
        to: ends[1],
        vertices: line.slice(1, -1).map((p): XY => [...p]),
        length: Math.round(lengthOf(line) * 10) / 10,
        diameter,
        roughness: roughnessOf(facts.material, facts.built),
        minorLoss: 0,
        status: 'open',
      }
      network.links.push(pipe)
      layout.pipes.set(pipe.id, facts)
      return pipe
    },
    valve(pipe: Pipe, at: XY, normallyOpen: boolean, district: District): void {
      const tag = next('AV')
      layout.valves.push({ tag, pipe: pipe.id, at, diameter: pipe.diameter, normallyOpen, district })
    },
    meter(inlet: Inlet, pipe: Pipe, junction: string): void {
      layout.meters.push({ inlet, pipe: pipe.id, junction })
    },
  }
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

function layTrunk(add: Builder, network: Network): void {
  const { basin, header, tower } = WORKS
  network.nodes.push({
    type: 'reservoir',
    id: basin.id,
    tag: null,
    comment: null,
    position: basin.at,
    head: basin.head,
    pattern: null,
  })
  network.nodes.push({
    type: 'tank',
    id: tower.id,
    tag: null,
    comment: null,
    position: tower.at,
    elevation: tower.floor,
    initialLevel: LEVELS.start,
    minLevel: 0,
    maxLevel: LEVELS.top,
    diameter: tower.diameter,
    minVolume: 0,
    volumeCurve: null,
    canOverflow: false,
  })
  network.curves[PUMP_CURVE.id] = { use: 'head', points: [[PUMP_CURVE.flow, PUMP_CURVE.head]] }
  const known = new Map<string, string>([
    ['tower', tower.id],
    ['header', add.junction(header, null, 'VV1-K')],
  ])
  for (const pump of WORKS.pumps) {
    network.links.push({
      type: 'pump',
      id: pump,
      tag: null,
      comment: null,
      from: basin.id,
      to: 'VV1-K',
      vertices: [],
      headCurve: PUMP_CURVE.id,
      power: null,
      speed: 1,
      speedPattern: null,
      status: 'open',
      efficiencyCurve: null,
      price: null,
      pricePattern: null,
    })
  }
  for (const { from, to, line, diameter, built } of trunkLines) {
    const end = (name: string, at: XY) => {
      const id = known.get(name) ?? add.junction(at, null)
      known.set(name, id)
      return id
    }
    const facts: PipeFacts = {
      district: null,
      street: 'Huvudledning',
      material: madeIn(built, diameter, 0.5),
      built,
    }
    add.pipe([end(from, line[0]!), end(to, line.at(-1)!)], line, facts, diameter)
  }
  for (const inlet of inlets) {
    if (inlet.trunk === null) continue
    const district = districtAt(inlet.at)
    const target = nearestJunction(add.layout, inlet.at, inlet.district)
    const tap = known.get(inlet.trunk)!
    const tapAt = positionOf(network, tap)
    const targetAt = positionOf(network, target)
    const chamber: XY = [(tapAt[0] * 2 + targetAt[0]) / 3, (tapAt[1] * 2 + targetAt[1]) / 3]
    const joint = add.junction(chamber, district, `${inlet.tag}-K`)
    const facts: PipeFacts = { district, street: 'Mätarkammare', material: 'ductile-iron', built: 1996 }
    const fed = add.pipe([tap, joint], [tapAt, chamber], facts, inlet.diameter)
    add.pipe([joint, target], [chamber, targetAt], facts, inlet.diameter)
    add.meter(inlet, fed, joint)
  }
}

/** Every house draws from the nearest junction of its own district. */
function giveDemands(layout: WaterLayout, buildings: readonly Building[]): void {
  const junctions = layout.network.nodes.filter((n): n is Junction => n.type === 'junction')
  const byDistrict = Map.groupBy(junctions, (n) => layout.junctions.get(n.id)?.tag)
  const sums = new Map<Junction, number>()
  for (const building of buildings) {
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

const positionOf = (network: Network, id: string): XY => network.nodes.find((n) => n.id === id)!.position!

function nearestJunction(layout: WaterLayout, at: XY, district: DistrictTag): string {
  let best: { id: string; off: number } | undefined
  for (const node of layout.network.nodes) {
    if (layout.junctions.get(node.id)?.tag !== district) continue
    const off = distance(node.position!, at)
    if (!best || off < best.off) best = { id: node.id, off }
  }
  if (!best) throw new Error(`district ${district} has no junction`)
  return best.id
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

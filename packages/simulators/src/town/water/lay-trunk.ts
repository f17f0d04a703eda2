import type { Network, XY } from '@driftbild/network'
import { type DistrictTag, districtAt } from '../map/districts.ts'
import { distance } from '../map/plane.ts'
import { madeIn } from './materials.ts'
import { inlets, LEVELS, PUMP_CURVE, trunkLines, WORKS } from './trunk.ts'
import type { Builder, PipeFacts, WaterLayout } from './water-layout.ts'

/** Waterworks, tower, the main between them, and the metered ways from it into the districts. */
export function layTrunk(add: Builder, network: Network): void {
  const { basin, header, headerNode, tower } = WORKS
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
    ['header', add.junction(header, null, headerNode)],
  ])
  for (const pump of WORKS.pumps) {
    network.links.push({
      type: 'pump',
      id: pump,
      tag: null,
      comment: null,
      from: basin.id,
      to: headerNode,
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

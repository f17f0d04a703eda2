import { type District, districtAt } from '../map/districts.ts'
import { distance, leftOf, offset, pointAlong, smooth, type XY } from '../map/plane.ts'
import type { StreetEdge, StreetGraph } from '../map/street-graph.ts'
import { footpaths } from '../map/streets.ts'
import { isWater } from '../map/terrain.ts'
import { hashText, mix, normalAt, randomOf } from '../random.ts'

export const phases = ['L1', 'L2', 'L3'] as const
export type Phase = (typeof phases)[number]

export interface Luminaire {
  tag: string
  cabinet: string
  /** Place in its cabinet's gateway; null for one that says nothing of itself. */
  slot: number | null
  phase: Phase
  street: string
  at: XY
  /** W */
  power: number
  /** Of its kind, as it left the factory. */
  spread: number
  /** K warmer than others while it burns: a pole in the lee, a cover that is never clean. */
  heat: number
  poleHeight: number
  installedYear: number
  source: 'LED' | 'high-pressure-sodium'
}

export interface Cabinet {
  tag: string
  name: string
  at: XY
  district: District
  builtYear: number
  /** Microseconds that its light sensor is late at dusk. */
  lag: number
  luminaires: Luminaire[]
}

const CABINETS = 16
/** K, one standard deviation. */
const HEAT = 4.5
/** The D4i registers of a gateway. */
const MOST = 118

interface Pole {
  at: XY
  street: string
  rank: 1 | 2 | 3
}

/** Poles along every street, and the cabinets that feed them. */
export function planLights(streets: StreetGraph, seed: number): Cabinet[] {
  const random = randomOf(seed, 'lights')
  const poles = polesAlong(streets, (low, high) => random.between(low, high))
  const sites = sitesAmong(streets, poles)
  const cabinets: Cabinet[] = sites.map((at, i) => {
    const district = districtAt(at)
    return {
      tag: `BC${String(i + 1).padStart(2, '0')}`,
      name: '',
      at,
      district,
      builtYear: random.whole(...district.built),
      lag: Math.round(random.normal(0, 90)) * 1_000_000,
      luminaires: [],
    }
  })
  // Nearest pole first, so that a full cabinet turns away the far ones.
  const wishes = poles
    .flatMap((pole) => cabinets.map((cabinet) => ({ pole, cabinet, off: distance(pole.at, cabinet.at) })))
    .sort((a, b) => a.off - b.off)
  const given = new Map<Pole, Cabinet>()
  const counts = new Map<Cabinet, number>()
  for (const { pole, cabinet } of wishes) {
    const count = counts.get(cabinet) ?? 0
    if (given.has(pole) || count >= MOST) continue
    given.set(pole, cabinet)
    counts.set(cabinet, count + 1)
  }
  for (const cabinet of cabinets) {
    const own = poles.filter((pole) => given.get(pole) === cabinet)
    const old = cabinet.district.tag === 'MZ6'
    const converted = random.whole(2013, 2021)
    cabinet.name = `Belysningscentral ${own[0]?.street ?? cabinet.district.name}`
    cabinet.luminaires = own.map((pole, i): Luminaire => {
      const sodium = old && pole.rank !== 1
      const led = pole.rank === 1 ? random.pick([62, 74]) : pole.rank === 3 ? 19 : random.pick([28, 34, 34])
      const tag = `${cabinet.tag}-${String(i + 1).padStart(3, '0')}`
      return {
        tag,
        cabinet: cabinet.tag,
        slot: sodium ? null : 0,
        phase: phases[i % 3]!,
        street: pole.street,
        at: pole.at,
        power: sodium ? 118 : led,
        spread: random.normal(1, 0.018),
        heat: HEAT * normalAt(mix(seed, hashText(tag)), 0),
        poleHeight: pole.rank === 1 ? 8 : pole.rank === 3 ? 4 : 6,
        installedYear: sodium ? random.whole(1994, 2006) : converted + random.whole(0, 1),
        source: sodium ? 'high-pressure-sodium' : 'LED',
      }
    })
    let slot = 0
    for (const one of cabinet.luminaires) if (one.slot !== null) one.slot = slot++
  }
  return cabinets
}

function polesAlong(streets: StreetGraph, between: (low: number, high: number) => number): Pole[] {
  const poles: Pole[] = []
  const along = (line: readonly XY[], length: number, name: string, rank: 1 | 2 | 3) => {
    const spacing = rank === 1 ? 33 : rank === 2 ? 43 : 38
    const count = Math.round(length / spacing)
    for (let i = 0; i < count; i++) {
      const { at, direction } = pointAlong(line, ((i + 0.5) * length) / count + between(-2, 2))
      const pole = offset(at, leftOf(direction), rank === 3 ? 2 : rank === 1 ? 6 : 5)
      // No pole stands in the river: a bridge is lit from its rails.
      poles.push({ at: isWater(pole) ? at : pole, street: name, rank })
    }
  }
  const byName = Map.groupBy(streets.edges, (e: StreetEdge) => e.name)
  for (const [name, edges] of byName) for (const e of edges) along(e.line, e.length, name, e.rank)
  for (const path of footpaths) {
    const line = smooth(path.points, 20)
    let length = 0
    for (let i = 1; i < line.length; i++) length += distance(line[i - 1]!, line[i]!)
    along(line, length, path.name, 3)
  }
  return poles
}

/** Street corners far from each other, moved a few rounds towards the middle of the poles that are theirs. */
function sitesAmong(streets: StreetGraph, poles: readonly Pole[]): XY[] {
  const sites: XY[] = [streets.nodes[0]!]
  const nearest = (p: XY) => Math.min(...sites.map((s) => distance(s, p)))
  while (sites.length < CABINETS) {
    sites.push(streets.nodes.reduce((best, n) => (nearest(n) > nearest(best) ? n : best)))
  }
  for (let round = 0; round < 6; round++) {
    const sums = sites.map(() => ({ x: 0, y: 0, n: 0 }))
    for (const { at } of poles) {
      const i = sites.reduce((best, s, k) => (distance(s, at) < distance(sites[best]!, at) ? k : best), 0)
      const sum = sums[i]!
      sum.x += at[0]
      sum.y += at[1]
      sum.n++
    }
    for (const [i, { x, y, n }] of sums.entries()) {
      if (n === 0) continue
      const middle: XY = [x / n, y / n]
      sites[i] = streets.nodes.reduce((best, c) => (distance(c, middle) < distance(best, middle) ? c : best))
    }
  }
  // Beside the corner, not on it.
  return sites.map(([x, y]): XY => [x + 8, y + 8]).map((p): XY => (isWater(p) ? [p[0] - 25, p[1]] : p))
}

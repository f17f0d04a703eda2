import { type Random, randomOf } from '../random.ts'
import { type District, districtAt } from './districts.ts'
import { isKeptGreen, square } from './parks.ts'
import {
  boxAt,
  distance,
  inside,
  leftOf,
  Near,
  nearestOn,
  offset,
  pointAlong,
  smooth,
  type XY,
} from './plane.ts'
import type { StreetEdge, StreetGraph } from './street-graph.ts'
import { inCentre, outerRoads, railway } from './streets.ts'
import { isWater } from './terrain.ts'

export type BuildingKind = 'villa' | 'row-houses' | 'flats' | 'town-house' | 'hall' | 'public'

export interface Building {
  kind: BuildingKind
  name: string | null
  ring: XY[]
  centre: XY
  district: District
  street: string
  /** Mean use of water, m³/h. */
  demand: number
}

interface Style {
  kind: BuildingKind
  /** Metres of street that one takes. */
  plot: [number, number]
  along: [number, number]
  across: [number, number]
  /** From the street's middle to the front. */
  setback: [number, number]
  demand: [number, number]
  /** Share of plots that are built on. */
  filled: number
}

const styles: Record<Exclude<BuildingKind, 'public'>, Style> = {
  villa: {
    kind: 'villa',
    plot: [25, 32],
    along: [10, 15],
    across: [8, 11],
    setback: [10, 15],
    demand: [0.011, 0.022],
    filled: 0.93,
  },
  'row-houses': {
    kind: 'row-houses',
    plot: [42, 48],
    along: [34, 40],
    across: [9, 10],
    setback: [12, 15],
    demand: [0.07, 0.1],
    filled: 0.92,
  },
  flats: {
    kind: 'flats',
    plot: [58, 76],
    along: [42, 58],
    across: [11, 13],
    setback: [15, 22],
    demand: [0.15, 0.3],
    filled: 0.9,
  },
  'town-house': {
    kind: 'town-house',
    plot: [27, 38],
    along: [22, 32],
    across: [12, 15],
    setback: [9, 11],
    demand: [0.03, 0.11],
    filled: 0.88,
  },
  hall: {
    kind: 'hall',
    plot: [75, 120],
    along: [45, 85],
    across: [24, 42],
    setback: [24, 34],
    demand: [0.05, 0.5],
    filled: 0.85,
  },
}

const flatStreets = new Set([
  'Lövgången',
  'Klövervägen',
  'Timotejvägen',
  'Allégatan',
  'Källvägen',
  'Trädgårdsgatan',
])
const rowStreets = new Set(['Aspvägen', 'Havrevägen', 'Kvarngatan', 'Klockarvägen', 'Ekvägen', 'Hägervägen'])
const yardStreets = new Set(['Lotsgatan', 'Fabriksgatan', 'Stationsgatan'])

function styleOf(edge: StreetEdge, district: District, random: Random): Style {
  if (district.tag === 'MZ6' || (yardStreets.has(edge.name) && random.chance(0.45))) return styles.hall
  if (flatStreets.has(edge.name)) return styles.flats
  if (rowStreets.has(edge.name)) return styles['row-houses']
  if (district.tag === 'MZ1') return random.chance(0.1) ? styles.flats : styles['town-house']
  if (district.tag === 'MZ3' && (edge.rank === 1 || edge.name === 'Bruksgatan')) {
    return random.chance(0.5) ? styles.flats : styles['town-house']
  }
  return styles.villa
}

/** Houses along both sides of every street, none in water, park, track or another house. */
export function buildingsAlong(streets: StreetGraph, seed: number): Building[] {
  const random = randomOf(seed, 'buildings')
  const buildings: Building[] = []
  const taken = new Near<{ radius: number }>(40)
  const track = smooth(railway, 30)
  const roads = [...outerRoads.map((r) => smooth(r.points, 30))]
  const lines = new Near<XY>(40)
  for (const edge of streets.edges) {
    for (let d = 0; d <= edge.length; d += 5) lines.add(pointAlong(edge.line, d).at, edge.line[0]!)
  }
  const isFree = (ring: readonly XY[], centre: XY, radius: number): boolean => {
    for (const { at, item } of taken.within(centre, 90)) {
      if (distance(at, centre) < (radius + item.radius) * 0.82) return false
    }
    for (const p of ring) for (const _ of lines.within(p, 7.5)) return false
    if (isWater(centre, 12 + radius) || ring.some((p) => isKeptGreen(p) || inside(square, p))) return false
    if (nearestOn(track, centre).off < 26 + radius) return false
    return !roads.some((road) => nearestOn(road, centre).off < 40 + radius)
  }
  const place = (building: Building, radius: number) => {
    buildings.push(building)
    taken.add(building.centre, { radius })
  }
  for (const landmark of landmarks) {
    const ring = boxAt(landmark.at, landmark.direction, landmark.along, landmark.across)
    const district = districtAt(landmark.at)
    const { name, demand, at, street } = landmark
    place({ kind: 'public', name, ring, centre: at, district, street, demand }, landmark.along * 0.6)
  }
  for (const edge of streets.edges) {
    for (const side of [1, -1]) {
      let along = 14 + random.between(0, 8)
      while (along < edge.length - 14) {
        const here = pointAlong(edge.line, along)
        const style = styleOf(edge, districtAt(here.at), random)
        const plot = random.between(...style.plot)
        const [long, deep] = [random.between(...style.along), random.between(...style.across)]
        const { at, direction } = pointAlong(edge.line, along + plot / 2)
        along += plot
        if (along > edge.length - 6 || !random.chance(style.filled)) continue
        // Slabs of the seventies often stand with their gable to the street.
        const turned = style.kind === 'flats' && random.chance(0.3)
        const depth = turned ? long : deep
        const normal = leftOf(direction)
        const centre = offset(at, normal, side * (random.between(...style.setback) + depth / 2))
        const ring = boxAt(centre, turned ? normal : direction, long, deep)
        const radius = Math.hypot(long, deep) / 2
        if (!isFree(ring, centre, radius)) continue
        const district = districtAt(centre)
        const demand = random.between(...style.demand)
        place({ kind: style.kind, name: null, ring, centre, district, street: edge.name, demand }, radius)
      }
    }
  }
  return buildings
}

interface Landmark {
  name: string
  at: XY
  direction: XY
  along: number
  across: number
  street: string
  demand: number
}

const tilted: XY = [Math.cos(0.152), Math.sin(0.152)]
const landmarks: Landmark[] = [
  {
    name: 'Norrviks kyrka',
    at: inCentre([-305, -168]),
    direction: tilted,
    along: 42,
    across: 18,
    street: 'Kyrkogatan',
    demand: 0.03,
  },
  {
    name: 'Rådhuset',
    at: inCentre([-182, 78]),
    direction: tilted,
    along: 46,
    across: 16,
    street: 'Skolgatan',
    demand: 0.2,
  },
  {
    name: 'Stationshuset',
    at: [-455, 585],
    direction: [0.99, 0.05],
    along: 52,
    across: 13,
    street: 'Stationsgatan',
    demand: 0.1,
  },
  {
    name: 'Centralskolan',
    at: inCentre([-305, 243]),
    direction: tilted,
    along: 62,
    across: 24,
    street: 'Prästgatan',
    demand: 0.6,
  },
  {
    name: 'Vårdcentralen',
    at: inCentre([-563, -28]),
    direction: tilted,
    along: 50,
    across: 22,
    street: 'Skolgatan',
    demand: 0.7,
  },
  {
    name: 'Lövåsskolan',
    at: [610, 445],
    direction: [1, 0.1],
    along: 58,
    across: 26,
    street: 'Lövgången',
    demand: 0.5,
  },
  {
    name: 'Norrviks sågverk',
    at: [350, -640],
    direction: [0.99, -0.05],
    along: 96,
    across: 46,
    street: 'Lotsgatan',
    demand: 2.2,
  },
  {
    name: 'Ishallen',
    at: [1080, -150],
    direction: [0.95, 0.3],
    along: 66,
    across: 38,
    street: 'Solvägen',
    demand: 0.5,
  },
  {
    name: 'Norrviks vattenverk',
    at: [-690, 1600],
    direction: [0.95, 0.3],
    along: 48,
    across: 26,
    street: 'Norra vägen',
    demand: 0,
  },
  {
    name: 'Norrviks avloppsreningsverk',
    at: [520, -770],
    direction: [0.98, -0.2],
    along: 52,
    across: 30,
    street: 'Lotsgatan',
    demand: 0.2,
  },
  {
    name: 'Kommunens förråd',
    at: [-862, 805],
    direction: [0.98, 0.1],
    along: 70,
    across: 26,
    street: 'Terminalvägen',
    demand: 0.25,
  },
]

import { weekdayOf } from '../clock.ts'
import type { Building } from '../map/buildings.ts'
import { type District, districtAt } from '../map/districts.ts'
import { leftOf, Near, offset, pointAlong, type XY } from '../map/plane.ts'
import type { StreetGraph } from '../map/street-graph.ts'
import { isWater } from '../map/terrain.ts'
import { type Random, randomOf } from '../random.ts'

export const fractions = ['residual', 'food', 'paper', 'plastic', 'glass', 'litter'] as const
export type Fraction = (typeof fractions)[number]

export interface Container {
  tag: string
  name: string
  at: XY
  district: District
  /** Tag of the collection point it stands at; null for a litter bin on its own. */
  site: string | null
  fraction: Fraction
  /** Litres, and mm from the sensor to the floor. */
  volume: number
  depth: number
  /** Share of the container that a mean day fills. */
  perDay: number
  /** Round that empties it. */
  round: Round
  /** Minutes after the round's start that it is reached. */
  reached: number
  installedYear: number
}

/** A vehicle's round: on these weekdays (0 Monday), every so many weeks. */
export interface Round {
  id: string
  weekdays: number[]
  weeks: number
  /** Which week of the cycle. */
  phase: number
  /** Minutes after local midnight. */
  start: number
}

export interface CollectionPoint {
  tag: string
  name: string
  at: XY
}

export interface WastePlan {
  containers: Container[]
  points: CollectionPoint[]
  depot: XY
}

const kinds: Record<Fraction, { volume: number[]; depth: number; fullness: [number, number] }> = {
  residual: { volume: [2200, 3000], depth: 1850, fullness: [0.45, 0.72] },
  food: { volume: [660, 800], depth: 1150, fullness: [0.4, 0.68] },
  paper: { volume: [3000, 5000], depth: 2050, fullness: [0.4, 0.7] },
  plastic: { volume: [3000, 5000], depth: 2050, fullness: [0.45, 0.72] },
  glass: { volume: [2500, 3000], depth: 1900, fullness: [0.35, 0.62] },
  litter: { volume: [120, 160], depth: 820, fullness: [0.2, 0.5] },
}

const rounds: Record<Fraction, Round[]> = {
  residual: [
    { id: 'R1', weekdays: [1], weeks: 1, phase: 0, start: 380 },
    { id: 'R2', weekdays: [3], weeks: 1, phase: 0, start: 380 },
  ],
  food: [{ id: 'F1', weekdays: [0], weeks: 1, phase: 0, start: 390 }],
  paper: [{ id: 'P1', weekdays: [2], weeks: 2, phase: 0, start: 400 }],
  plastic: [{ id: 'K1', weekdays: [4], weeks: 1, phase: 0, start: 400 }],
  glass: [{ id: 'G1', weekdays: [2], weeks: 4, phase: 1, start: 420 }],
  litter: [
    { id: 'L1', weekdays: [0, 2, 4], weeks: 1, phase: 0, start: 360 },
    { id: 'L2', weekdays: [1, 4], weeks: 1, phase: 0, start: 360 },
  ],
}

const stationNames = [
  'Coop',
  'Torget',
  'Stationen',
  'Hamnen',
  'Strandvägen',
  'Lövåsen centrum',
  'Ishallen',
  'Udden',
  'Furuberget',
]
const stationPlaces: XY[] = [
  [-520, 300],
  [-205, 25],
  [-400, 560],
  [-150, -655],
  [-1030, -735],
  [700, 455],
  [1050, -260],
  [930, -800],
  [-1130, 250],
]

export function planWaste(streets: StreetGraph, buildings: readonly Building[], seed: number): WastePlan {
  const random = randomOf(seed, 'waste')
  const points: CollectionPoint[] = []
  const containers: Container[] = []
  const order = new Map<string, number>()
  const add = (
    name: string,
    at: XY,
    site: string | null,
    fraction: Fraction,
    round = random.pick(rounds[fraction]),
  ) => {
    const kind = kinds[fraction]
    const nth = (order.get(round.id) ?? 0) + 1
    order.set(round.id, nth)
    containers.push({
      tag: `K${String(containers.length + 1).padStart(3, '0')}`,
      name,
      at,
      district: districtAt(at),
      site,
      fraction,
      volume: random.pick(kind.volume),
      depth: kind.depth,
      perDay: random.between(...kind.fullness) / longestGap(round),
      round,
      reached: nth * (fraction === 'litter' ? 3 : 6),
      installedYear: random.whole(2018, 2024),
    })
  }
  for (const [i, at] of stationPlaces.entries()) {
    const point = { tag: `AVS${i + 1}`, name: `Återvinningsstation ${stationNames[i]}`, at }
    points.push(point)
    for (const [k, fraction] of (['paper', 'plastic', 'glass', 'plastic'] as const).entries()) {
      add(point.name, [at[0] + k * 3.2, at[1]], point.tag, fraction)
    }
  }
  const flats = buildings.filter((b) => b.kind === 'flats')
  for (const [i, building] of random.shuffled(flats).slice(0, 32).entries()) {
    const at = besideOf(building, random)
    const point = { tag: `MH${String(i + 1).padStart(2, '0')}`, name: `Miljöplats ${building.street}`, at }
    points.push(point)
    add(point.name, at, point.tag, 'residual')
    add(point.name, [at[0] + 2.5, at[1]], point.tag, 'food')
  }
  litterPlaces(streets, random, (street, at, busy) =>
    add(`Papperskorg ${street}`, at, null, 'litter', rounds.litter[busy ? 0 : 1]!),
  )
  return { containers, points, depot: [-856, 782] }
}

const besideOf = (building: Building, random: Random): XY => {
  const turn = random.between(0, 2 * Math.PI)
  return [building.centre[0] + Math.cos(turn) * 16, building.centre[1] + Math.sin(turn) * 16]
}

/** Litter bins where people walk: the centre, the river, the way to Öster and Lövåsen. */
function litterPlaces(
  streets: StreetGraph,
  random: Random,
  add: (street: string, at: XY, busy: boolean) => void,
): void {
  const taken = new Near<true>(60)
  const busy = new Set([
    'Storgatan',
    'Köpmangatan',
    'Torggatan',
    'Strandgatan',
    'Kyrkogatan',
    'Järnvägsgatan',
    'Hamngatan',
  ])
  const calm = new Set([
    'Östra Storgatan',
    'Lövåsvägen',
    'Strandvägen',
    'Furubergsvägen',
    'Bruksgatan',
    'Uddvägen',
  ])
  for (const edge of streets.edges) {
    if (!busy.has(edge.name) && !calm.has(edge.name)) continue
    const spacing = busy.has(edge.name) ? 105 : 190
    for (let along = 15; along < edge.length; along += spacing) {
      const { at, direction } = pointAlong(edge.line, along)
      const place = offset(at, leftOf(direction), random.chance(0.5) ? 8 : -8)
      if (isWater(place) || [...taken.within(place, 60)].length > 0) continue
      taken.add(place, true)
      add(edge.name, place, busy.has(edge.name))
    }
  }
}

/** Days between two emptyings at most. */
function longestGap(round: Round): number {
  if (round.weeks > 1) return round.weeks * 7
  const days = round.weekdays
  return Math.max(...days.map((d, i) => (i + 1 < days.length ? days[i + 1]! - d : days[0]! + 7 - d)))
}

/** Whether a round goes on a local day. */
export function goesOn(round: Round, day: number): boolean {
  const week = Math.floor((day + 3) / 7)
  return (
    round.weekdays.includes(weekdayOf(day)) &&
    (((week - round.phase) % round.weeks) + round.weeks) % round.weeks === 0
  )
}

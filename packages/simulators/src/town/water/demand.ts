import { DAY, MINUTE } from '@driftbild/core'
import { dayKind, offsetAt, yearShare } from '../clock.ts'
import { type DistrictTag, districtTags } from '../map/districts.ts'
import { driftAt, mix, normalAt } from '../random.ts'
import { BACKGROUND } from './layout.ts'

export const STEP = 5 * MINUTE

/** How a district's use swings, as a multiple of its mean, per five minutes since 1970. */
export interface Demand {
  at(district: DistrictTag, step: number): number
  /** Sum over the steps of a UTC day, of the multiple. */
  ofDay(district: DistrictTag, day: number): number
}

/** Hours of the day and shares of the mean, between which use is drawn out smoothly. */
type Shape = readonly [hour: number, share: number][]
const homes: Shape = [
  [0, 0.5],
  [2, 0.28],
  [4.5, 0.3],
  [6, 1.05],
  [7.2, 1.75],
  [9, 1.25],
  [12, 1.05],
  [15, 1.0],
  [17.5, 1.5],
  [19.5, 1.7],
  [21.5, 1.35],
  [24, 0.5],
]
const homesResting: Shape = [
  [0, 0.62],
  [2.5, 0.32],
  [5.5, 0.28],
  [8, 0.95],
  [10, 1.75],
  [12, 1.5],
  [15, 1.15],
  [18, 1.5],
  [20, 1.45],
  [22, 1.1],
  [24, 0.62],
]
const work: Shape = [
  [0, 0.18],
  [5, 0.2],
  [6.5, 0.9],
  [8, 2.1],
  [11, 2.2],
  [12.2, 1.8],
  [15.5, 2.0],
  [17, 0.8],
  [19, 0.35],
  [24, 0.18],
]

/** Share of homes in what a district uses. */
const homeShare: Record<DistrictTag, number> = {
  MZ1: 0.62,
  MZ2: 0.97,
  MZ3: 0.8,
  MZ4: 0.94,
  MZ5: 1,
  MZ6: 0.06,
}

const PER_DAY = 288
const tables = {
  homes: tableOf(homes),
  homesResting: tableOf(homesResting),
  work: tableOf(work),
}

const known = new Map<number, Demand>()

/** A town's demand is remembered, for sums over its days are dear. */
export function demandOf(seed: number): Demand {
  const demand = known.get(seed) ?? createDemand(seed)
  known.set(seed, demand)
  return demand
}

function createDemand(seed: number): Demand {
  const base = mix(seed, 0xd3a4d)
  const facts = new Map<number, DayFacts[]>()
  const factsOf = (d: number, day: number): DayFacts => {
    let own = facts.get(day)
    if (!own) {
      own = districtTags.map((tag, i) => dayFacts(tag, day, 1 + 0.025 * normalAt(base + i, day)))
      facts.set(day, own)
    }
    return own[d]!
  }
  const compute = (d: number, step: number): number => {
    const local = step * STEP + offsetAt(step * STEP)
    const day = Math.floor(local / DAY)
    const { living, busy, scale } = factsOf(d, day)
    const slot = Math.floor((local - day * DAY) / STEP)
    const slow = 0.035 * driftAt(base + 20 + d, step / 7)
    const fast = 0.02 * normalAt(base + 40 + d, step)
    const use = (living.share * living.table[slot]! + busy * tables.work[slot]!) * scale * (1 + slow + fast)
    return (BACKGROUND + use) / (1 + BACKGROUND)
  }
  /** Whole UTC days by district: sewers and meters ask for the same ones. */
  const days = new Map<number, { steps: Float64Array; sum: number }>()
  const dayOf = (district: DistrictTag, day: number) => {
    const d = districtTags.indexOf(district)
    let found = days.get(day * 8 + d)
    if (!found) {
      const steps = new Float64Array(PER_DAY)
      let sum = 0
      for (let i = 0; i < PER_DAY; i++) {
        const use = compute(d, day * PER_DAY + i)
        steps[i] = use
        sum += use
      }
      found = { steps, sum }
      days.set(day * 8 + d, found)
    }
    return found
  }
  return {
    at(district, step) {
      const day = Math.floor(step / PER_DAY)
      return dayOf(district, day).steps[step - day * PER_DAY]!
    },
    ofDay: (district, day) => dayOf(district, day).sum,
  }
}

interface DayFacts {
  living: { table: Float64Array; share: number }
  busy: number
  scale: number
}

function dayFacts(district: DistrictTag, day: number, scale: number): DayFacts {
  const kind = dayKind(day)
  // Gardens and cabins in July, when the works stand still.
  const july = Math.exp(-(((yearShare(day) - 0.54) / 0.055) ** 2))
  const share = homeShare[district]
  const table = kind === 'work' ? tables.homes : tables.homesResting
  const working = kind === 'work' ? 1.28 : kind === 'saturday' ? 0.45 : 0.15
  return {
    living: { table, share: share * (1 + 0.1 * july) },
    busy: (1 - share) * working * (1 - 0.3 * july),
    scale,
  }
}

/** A shape drawn out over the 288 steps of a day and brought to a mean of one. */
function tableOf(shape: Shape): Float64Array {
  const table = new Float64Array(PER_DAY)
  for (let i = 0; i < PER_DAY; i++) {
    const hour = i / 12
    const k = shape.findIndex(([h]) => h > hour)
    const [h0, v0] = shape[k - 1]!
    const [h1, v1] = shape[k]!
    const w = (1 - Math.cos((Math.PI * (hour - h0)) / (h1 - h0))) / 2
    table[i] = v0 + (v1 - v0) * w
  }
  const mean = table.reduce((a, b) => a + b, 0) / PER_DAY
  return table.map((v) => v / mean)
}

import { HOUR, type Micros, signalKey } from '@driftbild/core'
import { whereTo } from '@driftbild/network'
import type { Truths } from '../physics.ts'
import { isOn, ofKind, type Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import { type Demand, STEP } from '../water/demand.ts'
import type { Weather } from '../weather.ts'
import { type Arrival, arrivalsOf } from './arrivals.ts'
import { meanFlows } from './mean-flows.ts'
import type { QualityStation } from './stations.ts'
import { cleanWater, mixedWith, type Water } from './water-at.ts'

export const qualityRoles = [
  'turbidity',
  'free-chlorine',
  'total-chlorine',
  'conductivity',
  'temperature',
  'ph',
] as const satisfies readonly (keyof Water)[]

/** Hours that water is old at the tower, which mixes what comes and goes. */
const IN_THE_TOWER = 9
/** FNU that a stream of one m³/h stirs up, and hours in which it settles. */
const STIRRED = 0.07
const SETTLES = 1.5

export async function qualityTruths(
  town: Town,
  demand: Demand,
  weather: Weather,
  scenario: Scenario,
): Promise<Truths> {
  const arrivals = await arrivalsOf(town, demand, scenario)
  const { places } = whereTo(await meanFlows(town.network.real), 'VV1-K')
  const truths: Truths = new Map()
  for (const [n, station] of town.plan.quality.entries()) {
    const hours = station.tag === 'KV2' ? IN_THE_TOWER : (places.get(station.node)?.hours.likely ?? 0)
    const water = waterOf({ town, demand, weather, scenario, station, hours, n, arrivals })
    let last: { at: Micros; water: Water } | null = null
    // All signals of a station are asked for at the same instant.
    const at = (instant: Micros): Water => {
      if (last?.at !== instant) last = { at: instant, water: water(instant) }
      return last.water
    }
    for (const role of qualityRoles) truths.set(signalKey(station.tag, role), (instant) => at(instant)[role])
  }
  return truths
}

interface Seen {
  town: Town
  demand: Demand
  weather: Weather
  scenario: Scenario
  station: QualityStation
  /** That its water is old at mean use. */
  hours: number
  n: number
  arrivals: readonly Arrival[]
}

function waterOf({ town, demand, weather, scenario, station, hours, n, arrivals }: Seen) {
  const own = arrivals.filter((one) => one.station === station.tag)
  const cleanings = ofKind(scenario, 'sensor-cleaning').filter((one) => one.asset === station.tag)
  const hydrants = ofKind(scenario, 'hydrant-open').filter((one) => one.zone === station.zone)
  return (at: Micros): Water => {
    if (cleanings.some((one) => isOn(one, at))) return inTheAir(at)
    const pace = station.zone ? demand.at(station.zone, Math.floor((at - hours * HOUR * 0.4) / STEP)) : 1
    const clean = cleanWater(town.seed, n, at, hours / Math.max(0.45, Math.min(1.8, pace ** 0.6)))
    const mixed = mixedWith(clean, own, weather, at)
    const stirred = hydrants.reduce((sum, { from, to, size }) => {
      if (at < from) return sum
      const fades = at > to ? Math.exp(-(at - to) / HOUR / SETTLES) : 1
      return sum + STIRRED * size * Math.min(1, (at - from) / (0.3 * HOUR)) * fades
    }, 0)
    return { ...mixed, turbidity: mixed.turbidity + stirred }
  }
}

/** The instruments have been taken out and wiped. */
const inTheAir = (at: Micros): Water => ({
  turbidity: 3.5 + Math.sin(at / HOUR),
  ...{ 'free-chlorine': 0.02, 'total-chlorine': 0.02, conductivity: 0.3, temperature: 17, ph: 7 },
})

import { DAY, HOUR, type Micros } from '@driftbild/core'
import { dayKind, offsetAt, yearShare } from '../clock.ts'
import { driftAt, mix } from '../random.ts'
import type { Weather } from '../weather.ts'
import type { Arrival } from './arrivals.ts'

/** What water is like. */
export interface Water {
  /** FNU */
  turbidity: number
  /** mg/L */
  'free-chlorine': number
  'total-chlorine': number
  /** mS/m */
  conductivity: number
  /** °C */
  temperature: number
  ph: number
}

/** Two wells: one runs all day, the other joins it while people work; their waters differ in salts and acidity. */
function ofTheSource(stream: number, at: Micros): number {
  const local = at + offsetAt(at)
  const day = Math.floor(local / DAY)
  const hour = (local - day * DAY) / HOUR
  const joins = 1 / (1 + Math.exp(-(hour - 6.5) * 2)) - 1 / (1 + Math.exp(-(hour - 16) * 2))
  const second = (dayKind(day) === 'work' ? 0.26 : 0.12) * joins
  return Math.max(0, Math.min(1, 0.38 + second + 0.1 * driftAt(stream, at / (1.7 * DAY))))
}

const groundTemperature = (at: Micros): number =>
  6.2 - 4.1 * Math.cos(2 * Math.PI * (yearShare(at / DAY) - 0.14))

/** Clean water that left the works so many hours ago. */
export function cleanWater(seed: number, place: number, at: Micros, hours: number): Water {
  const stream = mix(seed, 0x9a117)
  const left = at - hours * HOUR
  const share = ofTheSource(stream, left)
  const temperature =
    groundTemperature(left) +
    0.25 * Math.sqrt(hours) +
    0.2 * driftAt(mix(stream, place + 1), at / (2 * DAY)) +
    0.1 * Math.sin((2 * Math.PI * (at - 9 * HOUR)) / DAY)
  const dosed = 0.33 + 0.01 * driftAt(stream + 2, left / (14 * HOUR))
  const free = dosed * Math.exp(-0.017 * 1.08 ** (temperature - 8) * hours)
  return {
    turbidity: 0.14 + 0.02 * Math.abs(driftAt(mix(stream, place + 20), at / (9 * HOUR))),
    'free-chlorine': free,
    'total-chlorine': free + 0.05,
    conductivity: 21.5 + 10.5 * share,
    temperature,
    ph: 8.2 - 0.35 * share + 0.015 * driftAt(mix(stream, place + 40), at / DAY),
  }
}

/** What a unit share of foreign water brings, and how eagerly it uses up chlorine. */
const foreign = {
  'surface-water': { turbidity: 9, conductivity: 6, demand: 14, ph: 6.9 },
  wastewater: { turbidity: 26, conductivity: 95, demand: 32, ph: 7.4 },
}
/** Hours in which a front passes. */
const FRONT = 0.6

/** The same with what is foreign in it. */
export function mixedWith(water: Water, arrivals: readonly Arrival[], weather: Weather, at: Micros): Water {
  let mixed = water
  for (const { what, share, from, to } of arrivals) {
    const front = Math.min((at - from) / HOUR / FRONT, (to - at) / HOUR / FRONT + 1)
    if (front <= 0) continue
    const part = share * Math.min(1, front)
    const other = foreign[what]
    const left = Math.exp(-other.demand * part)
    const outside = what === 'surface-water' ? Math.max(0.5, weather.airTemperature(at)) : 11
    mixed = {
      turbidity: mixed.turbidity + other.turbidity * part,
      'free-chlorine': mixed['free-chlorine'] * left,
      'total-chlorine': mixed['total-chlorine'] * Math.sqrt(left),
      conductivity: mixed.conductivity + part * (other.conductivity - mixed.conductivity),
      temperature: mixed.temperature + part * (outside - mixed.temperature),
      ph: mixed.ph + part * 4 * (other.ph - mixed.ph),
    }
  }
  return mixed
}

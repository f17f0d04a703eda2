import { DAY, MINUTE, type Micros } from '@driftbild/core'
import { type Disturbance, grown, isOn, ofKind, type Scenario } from '../scenario/disturbance.ts'
import { PUMP_CURVE } from './trunk.ts'

/** Rated figures of the three pumps, all alike. */
export const RATED = { power: 15, speed: 2950, current: 29, efficiency: 0.76, motor: 0.925, drive: 0.97 }

const SHUT_OFF = (4 / 3) * PUMP_CURVE.head
const FALL = PUMP_CURVE.head / 3 / PUMP_CURVE.flow ** 2

/** Relative speed at which one pump gives `flow` m³/h against `head` m, by the affinity laws. */
export const speedFor = (flow: number, head: number): number =>
  Math.min(1.12, Math.sqrt(Math.max(0, (head + FALL * flow * flow) / SHUT_OFF)))

/** A worn pump runs as fast but lifts like a slower one. */
export const liftOf = (wear: number): number => 1 - 0.22 * wear

/** Of the pump alone, by how far it runs from its best point at this speed. */
export function efficiencyAt(flow: number, speed: number, wear: number): number {
  if (flow <= 0 || speed <= 0) return 0
  const x = flow / speed / PUMP_CURVE.flow
  return Math.max(0.1, RATED.efficiency * (1 - 0.42 * (x - 1) ** 2) * (1 - wear))
}

/** Electric power in kW of lifting `flow` m³/h by `head` m. */
export function powerOf(flow: number, head: number, speed: number, wear: number): number {
  if (flow <= 0) return 0
  const hydraulic = (9.81 * flow * head) / 3600
  // A motor at part load and a drive both lose a little more.
  const load = Math.min(1, hydraulic / efficiencyAt(flow, speed, wear) / RATED.power)
  const motor = RATED.motor - 0.03 * (1 - load) ** 2
  return hydraulic / (efficiencyAt(flow, speed, wear) * motor * RATED.drive) + 0.12
}

export const currentOf = (power: number): number =>
  power <= 0 ? 0 : (power * 1000) / (Math.sqrt(3) * 400 * (0.8 + 0.08 * Math.min(1, power / RATED.power)))

/** Share of the efficiency that is gone. */
export const wearAt = (pump: string, scenario: Scenario, at: Micros): number =>
  ofKind(scenario, 'pump-wear').reduce(
    (sum, d) => (d.asset === pump ? sum + d.loss * grown(d, at, d.wornAt) : sum),
    0,
  )

/** mm/s that a failing bearing adds: nothing to hear at first, then e-fold in each `growth` days. */
export function bearingAt(pump: string, scenario: Scenario, at: Micros): number {
  let sum = 0
  for (const d of ofKind(scenario, 'bearing')) if (d.asset === pump) sum += swelling(d, at)
  // Long before this somebody stops it.
  return Math.min(12, sum)
}

/** mm/s that comes of what is no bearing: an unbalanced wheel by its speed, cavitation where much flows. */
export function shakingAt(
  pump: string,
  scenario: Scenario,
  { at, flow, speed }: { at: Micros; flow: number; speed: number },
): number {
  if (speed <= 0) return 0
  const x = flow / speed / PUMP_CURVE.flow
  const share = { imbalance: 1.2 * speed * speed, cavitation: Math.min(1.6, Math.max(0.2, 3 * (x - 0.6))) }
  let sum = 0
  for (const d of ofKind(scenario, 'shaking')) if (d.asset === pump) sum += share[d.how] * swelling(d, at)
  return Math.min(12, sum)
}

const swelling = (d: Disturbance & { growth: number }, at: Micros): number =>
  isOn(d, at) ? 0.35 * (Math.exp((at - d.from) / DAY / d.growth) - 1) : 0

/** Overall velocity, RMS, mm/s. */
export function vibrationOf(flow: number, speed: number, wear: number, bearing: number): number {
  if (speed <= 0) return 0.06
  const x = flow / speed / PUMP_CURVE.flow
  return 1.35 * (0.55 + 0.45 * speed * speed) * (1 + 0.35 * (x - 1) ** 2) + 2.2 * wear + bearing
}

interface Warmth {
  /** °C above the room at rated load, once warm. */
  rise: number
  /** Microseconds to 63 % of it. */
  lag: number
}
const motorWarmth: Warmth = { rise: 42, lag: 35 * MINUTE }
const bearingWarmth: Warmth = { rise: 24, lag: 80 * MINUTE }

/** Above the room, after running or resting since the last change. `load` is the share of rated power. */
function riseOf({ rise, lag }: Warmth, running: boolean, since: number, load: number): number {
  const warm = rise * (0.25 + 0.75 * load)
  return running ? warm * (1 - Math.exp(-since / lag)) : rise * 0.8 * Math.exp(-since / (lag * 1.6))
}

export const motorTemperature = (
  room: number,
  running: boolean,
  since: number,
  load: number,
  bearing: number,
): number => room + riseOf(motorWarmth, running, since, load) + (running ? 1.6 * bearing : 0)

export const bearingTemperature = (
  room: number,
  running: boolean,
  since: number,
  load: number,
  bearing: number,
): number => room + riseOf(bearingWarmth, running, since, load) + (running ? 4.6 * bearing : 0)

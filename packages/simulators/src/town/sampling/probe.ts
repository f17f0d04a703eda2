import { HOUR, MINUTE, type Micros, SECOND } from '@driftbild/core'
import type { PlayedDevice } from '../../played-device.ts'
import { solarNoon } from '../light/sun.ts'
import type { Physics } from '../physics.ts'
import { hashText } from '../random.ts'
import type { Scenario } from '../scenario/disturbance.ts'
import type { TownSignal } from '../signals.ts'
import type { Town } from '../town.ts'
import { instrumentOf, type Measured } from './instrument.ts'

/** A signal as it is sampled. */
export interface Probe {
  key: string
  observe(at: Micros): Measured
}

/** Probes that are sampled at the same instants: every so many seconds, moved by an offset. */
export interface Beat {
  history: number
  live: number
  /** Microseconds after a whole period. */
  offset: Micros
  probes: Probe[]
}

const DAILY = 86_400

/** Luminaires are asked at solar midnight, when they burn if they burn at all that day, one after the other. */
const NIGHTLY = ((solarNoon(20_000) / HOUR + 12) % 24) * HOUR
const LUMINAIRE_APART = 4 * SECOND

export function beatsOf(town: Town, physics: Physics, scenario: Scenario): Beat[] {
  const beats = new Map<string, Beat>()
  const signals = new Map(town.signals.map((s) => [s.signal.key, s]))
  for (const device of town.devices) {
    for (const key of Object.values(device.signals)) {
      const one = signals.get(key)!
      const { history, live } = one.cadence
      const offset = offsetOf(device, one)
      const name = `${history} ${live} ${offset}`
      let beat = beats.get(name)
      if (!beat) {
        beat = { history, live, offset, probes: [] }
        beats.set(name, beat)
      }
      const truth = physics.truths.get(key)!
      beat.probes.push({ key, observe: instrumentOf(key, one.signal.role, town.seed, scenario, truth) })
    }
  }
  return [...beats.values()]
}

function offsetOf(device: PlayedDevice, { cadence, slot }: TownSignal): Micros {
  if (cadence.history === DAILY) {
    const place = (hashText(device.id) % 30) * 2 * MINUTE + slot * LUMINAIRE_APART
    return (NIGHTLY + place) % (DAILY * SECOND)
  }
  // A container wakes in its own minute; within the live period, so that both rhythms meet.
  if (device.profile === 'generic/bin-gateway') return ((slot * 37) % 600) * SECOND
  return 0
}

/** The first instant of a rhythm at or after `at`. */
export const firstBeat = (seconds: number, offset: Micros, at: Micros): Micros => {
  const period = seconds * SECOND
  return Math.ceil((at - offset) / period) * period + offset
}

/** The last instant of the live rhythm at or before `at`: where history hands over. */
export const handOver = (beat: Beat, at: Micros): Micros => {
  const period = beat.live * SECOND
  return Math.floor((at - beat.offset) / period) * period + beat.offset
}

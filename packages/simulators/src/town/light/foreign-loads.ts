import { HOUR, type Micros } from '@driftbild/core'
import { driftAt, hashText, mix } from '../random.ts'
import { isOn, ofKind, type Scenario } from '../scenario/disturbance.ts'
import type { Phase } from './plan.ts'
import type { Switching } from './switching.ts'

/** What flows out of a cabinet and lights no lamp. */
export interface ForeignLoads {
  /** A on a phase. */
  current(phase: Phase, at: Micros): number
  /** kWh since the records began. */
  energy(at: Micros): number
}

const VOLTS = 230

/** An earth fault wanders and needs a fed circuit; who helps himself takes evenly, before the contactor. */
export function foreignLoadsOf(cabinet: string, scenario: Scenario, switching: Switching): ForeignLoads {
  const earth = ofKind(scenario, 'earth-fault').filter((d) => d.asset === cabinet)
  const taken = ofKind(scenario, 'stolen-power').filter((d) => d.asset === cabinet)
  const wandering = (id: string, at: Micros) =>
    Math.max(0.05, 1 + 0.6 * driftAt(mix(hashText(id), 0xea7), at / (HOUR / 3)))
  return {
    current(phase, at) {
      const toEarth = earth
        .filter((d) => d.phase === phase && isOn(d, at) && switching.isFed(at))
        .reduce((sum, d) => sum + d.amps * wandering(d.id, at), 0)
      return taken
        .filter((d) => d.phase === phase && isOn(d, at))
        .reduce((sum, d) => sum + d.watts / VOLTS, toEarth)
    },
    energy(at) {
      const until = (to: Micros | null) => Math.min(at, to ?? at)
      const toEarth = earth
        .filter((d) => d.from < at)
        .reduce(
          (sum, d) => sum + (d.amps * VOLTS * (switching.fed(until(d.to)) - switching.fed(d.from))) / 1000,
          0,
        )
      return taken
        .filter((d) => d.from < at)
        .reduce((sum, d) => sum + (d.watts * (until(d.to) - d.from)) / HOUR / 1000, toEarth)
    },
  }
}

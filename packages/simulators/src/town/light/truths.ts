import { type Micros, signalKey } from '@driftbild/core'
import type { Truths } from '../physics.ts'
import { mix, uniformAt } from '../random.ts'
import type { Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import type { Weather } from '../weather.ts'
import { lightingOf } from './lighting.ts'
import { phases } from './plan.ts'

const METER = 100_000

export function lightTruths(town: Town, weather: Weather, scenario: Scenario, since: number): Truths {
  const truths: Truths = new Map()
  for (const [n, cabinet] of town.plan.cabinets.entries()) {
    const { tag } = cabinet
    const lighting = lightingOf(cabinet, { seed: town.seed, scenario, since, air: weather.airTemperature })
    // Meters were put in at different times; one is about to begin again from nought.
    const before = uniformAt(mix(town.seed, 0xe2e), n) * METER
    truths.set(signalKey(tag, 'voltage'), lighting.voltage)
    for (const phase of phases) {
      const role = `current-${phase.toLowerCase()}` as 'current-l1' | 'current-l2' | 'current-l3'
      truths.set(signalKey(tag, role), (at) => lighting.current(phase, at))
    }
    truths.set(signalKey(tag, 'power'), lighting.power)
    truths.set(
      signalKey(tag, 'energy'),
      (at) => Math.floor(((before + lighting.energy(at)) % METER) * 10) / 10,
    )
    truths.set(signalKey(tag, 'contactor-closed'), (at) => (lighting.isFed(at) ? 1 : 0))
    for (const one of cabinet.luminaires) {
      if (one.slot === null) continue
      const state = (at: Micros) => lighting.state(one, at)
      // Behind a broken cable nobody answers.
      const reached = (of: (at: Micros) => number) => (at: Micros) => (state(at) === 'dark' ? null : of(at))
      const past = (2025 - one.installedYear) * 3900
      const set = (role: Parameters<typeof signalKey>[1], of: (at: Micros) => number) =>
        truths.set(signalKey(one.tag, role), reached(of))
      set('lamp-on', (at) => (lighting.isFed(at) && state(at) === 'healthy' ? 1 : 0))
      set('lamp-failure', (at) => (state(at) === 'lamp-dead' ? 1 : 0))
      set('gear-failure', (at) => (state(at) === 'driver-dead' ? 1 : 0))
      set('burn-hours', (at) => Math.floor(past + lighting.burnt(one, at)))
      set('lamp-power', (at) => lighting.lampPower(one, at))
      set(
        'temperature',
        (at) => weather.airTemperature(at) + (lighting.lampPower(one, at) / one.power) * (21 + one.heat) + 1,
      )
    }
  }
  return truths
}

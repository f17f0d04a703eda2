import { DAY, type Micros, signalKey } from '@driftbild/core'
import type { Truths } from '../physics.ts'
import { mix, uniformAt } from '../random.ts'
import { isOn, ofKind, type Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import type { Demand } from '../water/demand.ts'
import type { Weather } from '../weather.ts'
import { sewerOf } from './sewers.ts'
import { pumpTag, stations } from './stations.ts'

export function sewerTruths(
  town: Town,
  demand: Demand,
  weather: Weather,
  scenario: Scenario,
  since: number,
): Truths {
  const truths: Truths = new Map()
  for (const [n, station] of stations.entries()) {
    const sewer = sewerOf({ station, demand, weather, scenario, seed: town.seed, since })
    truths.set(signalKey(station.tag, 'level'), sewer.level)
    truths.set(signalKey(station.tag, 'overflowing'), (at) => (sewer.isOverflowing(at) ? 1 : 0))
    truths.set(signalKey(station.tag, 'flow'), sewer.outflow)
    for (const p of [0, 1] as const) {
      const tag = pumpTag(station, p + 1)
      const before = 6000 + Math.floor(uniformAt(mix(town.seed, 0x5e), n * 2 + p) * 9000)
      truths.set(signalKey(tag, 'flow'), (at) => sewer.flow(p, at))
      // Rags brake the impeller while they let less through.
      truths.set(signalKey(tag, 'current'), (at) =>
        sewer.isRunning(p, at)
          ? station.pump.current * (0.86 * sewer.effort(p, at) + 0.75 * sewer.clogged(p, at))
          : 0,
      )
      truths.set(signalKey(tag, 'seal-moisture'), (at) => sealMoisture(tag, scenario, at))
      truths.set(signalKey(tag, 'running'), (at) => (sewer.isRunning(p, at) ? 1 : 0))
      truths.set(signalKey(tag, 'run-hours'), (at) => before + sewer.used(p, at).hours)
      truths.set(signalKey(tag, 'starts'), (at) => before * 8 + sewer.used(p, at).starts)
    }
  }
  return truths
}

/** Share of water in the oil: what a sound seal lets through, and a leak's. No oil holds more than a third. */
function sealMoisture(pump: string, scenario: Scenario, at: Micros): number {
  const leaks = ofKind(scenario, 'seal-leak').filter((d) => d.asset === pump && isOn(d, at))
  return Math.min(0.33, 0.006 + leaks.reduce((sum, d) => sum + (d.perDay * (at - d.from)) / DAY, 0))
}

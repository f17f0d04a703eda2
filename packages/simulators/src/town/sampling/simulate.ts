import { DAY, type Micros, SECOND } from '@driftbild/core'
import type { Sample } from '../../value-source.ts'
import { openPhysics } from '../physics.ts'
import type { Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import { beatsOf, firstBeat, handOver } from './probe.ts'

export interface SimulationSpec {
  from: Micros
  to: Micros
  scenario: Scenario
  /**
   * Leaves to a live source that starts at `to` what that one begins with: every signal's newest sample. So the
   * two together give each sample once.
   */
  handOver?: boolean
}

/** What the town's devices would have reported, at the field's rates, a UTC day at a time, each in time order. */
export async function* simulate(town: Town, spec: SimulationSpec): AsyncGenerator<Sample[]> {
  const { from, to, scenario } = spec
  const physics = await openPhysics(town, scenario)
  try {
    const beats = beatsOf(town, physics, scenario)
    for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
      const begin = Math.max(from, day * DAY)
      const end = Math.min(to, (day + 1) * DAY)
      const instants: { at: Micros; beat: (typeof beats)[number] }[] = []
      for (const beat of beats) {
        const until = spec.handOver ? Math.min(end, handOver(beat, to)) : end
        for (let at = firstBeat(beat.history, beat.offset, begin); at < until; at += beat.history * SECOND) {
          instants.push({ at, beat })
        }
      }
      instants.sort((a, b) => a.at - b.at)
      const samples: Sample[] = []
      for (const { at, beat } of instants) {
        for (const { key, observe } of beat.probes) {
          const { value, status } = observe(at)
          samples.push({ key, time: at, value, status })
        }
      }
      yield samples
    }
  } finally {
    physics.close()
  }
}

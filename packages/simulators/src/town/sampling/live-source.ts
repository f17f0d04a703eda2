import { type Micros, SECOND } from '@driftbild/core'
import type { Sample, ValueSource } from '../../value-source.ts'
import { openPhysics } from '../physics.ts'
import type { Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import { type Beat, beatsOf, firstBeat, handOver } from './probe.ts'

export interface LiveSpec {
  from: Micros
  scenario: Scenario
  /** Simulated seconds in a second; far above 60 samples become sparser, never sparser than history's. */
  speed?: number
}

export interface LiveSource extends ValueSource {
  close(): void
}

/** From this speed on the live rhythm is drawn out. */
const DENSE = 60

/**
 * The town as it goes on from an instant. It begins with the newest sample of every signal, as a device that is
 * asked has one to show.
 */
export async function liveSource(town: Town, spec: LiveSpec): Promise<LiveSource> {
  const { from, scenario, speed = 1 } = spec
  const physics = await openPhysics(town, scenario)
  const stretch = Math.max(1, Math.ceil(speed / DENSE))
  const timers = beatsOf(town, physics, scenario).map((beat) => {
    const seconds = Math.min(beat.live * stretch, Math.max(beat.history, beat.live))
    return { beat, seconds, due: handOver(beat, from) }
  })
  return {
    *samplesUntil(now) {
      const due = timers.filter((t) => t.due <= now)
      const instants: { at: Micros; beat: Beat }[] = []
      for (const timer of due) {
        const { beat, seconds } = timer
        let at = timer.due
        while (at <= now) {
          instants.push({ at, beat })
          at = Math.max(firstBeat(seconds, beat.offset, at + 1), at + SECOND)
        }
        timer.due = at
      }
      instants.sort((a, b) => a.at - b.at)
      for (const { at, beat } of instants) yield* observed(beat, at)
    },
    close: physics.close,
  }
}

function* observed(beat: Beat, at: Micros): Iterable<Sample> {
  for (const { key, observe } of beat.probes) {
    const { value, status } = observe(at)
    yield { key, time: at, value, status }
  }
}

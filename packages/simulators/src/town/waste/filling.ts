import { DAY, MINUTE, type Micros } from '@driftbild/core'
import { dayKind, instantOf, localDay, timeOfDay } from '../clock.ts'
import { hashText, mix, normalAt } from '../random.ts'
import { type Disturbance, type DisturbanceOf, isOn, ofKind, type Scenario } from '../scenario/disturbance.ts'
import { type Container, goesOn } from './plan.ts'

/** How full one container is, for any instant. */
export interface Filling {
  /** 0 empty, 1 full; what is really in it. */
  fill(at: Micros): number
  /** What the sensor sees: the same, but for what sits before it. */
  seen(at: Micros): number
}

/** What the vehicle leaves. */
const REST = 0.02

export function fillingOf(container: Container, seed: number, scenario: Scenario): Filling {
  const stream = mix(seed, hashText(container.tag))
  const busy = ofKind(scenario, 'bin-busy').filter((d) => d.asset === container.tag)
  const occasions = ofKind(scenario, 'occasion').filter((d) => d.bins.includes(container.tag))
  const blocked = ofKind(scenario, 'bin-blocked').filter((d) => d.asset === container.tag)
  const emptied = (day: number): Micros | null =>
    goesOn(container.round, day) ? instantOf(day, (container.round.start + container.reached) * MINUTE) : null
  const lastEmptied = (at: Micros): Micros => {
    for (let day = localDay(at); ; day--) {
      const instant = emptied(day)
      if (instant !== null && instant <= at) return instant
    }
  }
  // Some stand where people pass, others where few do.
  const here = ({ what, factor }: DisturbanceOf<'occasion'>) =>
    1 + (factor - 1) * Math.exp(0.35 * normalAt(mix(stream, hashText(what)), 1))
  const thrown = (day: number): number => {
    const weekend = dayKind(day) !== 'work'
    const rhythm = container.fraction === 'litter' ? (weekend ? 1.25 : 0.95) : weekend ? 1.15 : 0.95
    const noise = Math.max(0.35, 1 + 0.24 * normalAt(stream, day))
    const isNoonOf = (d: Disturbance) => isOn(d, day * DAY + DAY / 2)
    const more = busy.reduce((f, d) => (isNoonOf(d) ? f * d.factor : f), 1)
    const met = occasions.reduce((f, d) => (isNoonOf(d) ? f * here(d) : f), 1)
    return container.perDay * rhythm * noise * more * met
  }
  const fill = (at: Micros): number => {
    const from = lastEmptied(at)
    const [first, last] = [localDay(from), localDay(at)]
    let sum = REST
    for (let day = first; day <= last; day++) {
      const upTo = day === last ? shareOfDay(timeOfDay(at)) : 1
      const after = day === first ? shareOfDay(timeOfDay(from)) : 0
      sum += thrown(day) * Math.max(0, upTo - after)
    }
    // What no longer fits is set beside it.
    return sum < 0.9 ? sum : 0.9 + 0.1 * (1 - Math.exp(-(sum - 0.9) / 0.1))
  }
  return {
    fill,
    seen(at) {
      const block = blocked.find((d) => isOn(d, at))
      return block ? Math.max(block.fill, fill(at)) : fill(at)
    },
  }
}

/** People throw between seven in the morning and ten at night. */
function shareOfDay(clock: number): number {
  const x = Math.max(0, Math.min(1, (clock / DAY) * (24 / 15) - 7 / 15))
  return x * x * (3 - 2 * x)
}

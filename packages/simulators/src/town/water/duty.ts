import { HOUR, type Micros } from '@driftbild/core'
import { hours, instantOf, localDay, minutes } from '../clock.ts'

/**
 * Which pumps run, by the clock alone: one pump leads for a day and night, a second joins it for the day, the
 * third rests; each morning the roles move on by one. So hours and starts are known without solving anything.
 */
export const MORNING = hours(5) + minutes(40)
export const EVENING = hours(22) + minutes(10)

export interface Stretch {
  from: Micros
  to: Micros
}

/** The stretch in which a pump runs, or rests, around an instant. */
export function stretchAt(pump: number, at: Micros): Stretch & { running: boolean } {
  const day = dutyDay(at)
  // A turn of the wheel either way holds every change there is.
  for (let first = day - 4; first <= day + 1; first++) {
    if (mod3(pump - first) !== 1) continue
    const [a, b] = runsFrom(first)
    const next = instantOf(first + 3, MORNING)
    for (const [from, to, running] of [
      [a.from, a.to, true],
      [a.to, b.from, false],
      [b.from, b.to, true],
      [b.to, next, false],
    ] as const) {
      if (at >= from && at < to) return { from, to, running }
    }
  }
  throw new Error(`pump ${pump} has no duty at ${at}`)
}

/** A pump's two runs in the cycle in which it joins on `day`: that day, and the whole next one. */
function runsFrom(day: number): [Stretch, Stretch] {
  return [
    { from: instantOf(day, MORNING), to: instantOf(day, EVENING) },
    { from: instantOf(day + 1, MORNING), to: instantOf(day + 2, MORNING) },
  ]
}

/** Days begin when the roles move on. */
export const dutyDay = (at: Micros): number => localDay(at - MORNING)

const mod3 = (n: number): number => ((n % 3) + 3) % 3
const CYCLE = 3

/** Hours run and starts made since a pump was put in on `since`, a duty day; cycles are summed once. */
export function usageOf(pump: number, since: number): (at: Micros) => { hours: number; starts: number } {
  const first = since + mod3(pump - since - 1)
  /** Microseconds run before each cycle. */
  const before = [0]
  return (at) => {
    const cycle = Math.max(0, Math.floor((dutyDay(at) - first) / CYCLE))
    for (let c = before.length; c <= cycle; c++) {
      const [a, b] = runsFrom(first + (c - 1) * CYCLE)
      before.push(before[c - 1]! + (a.to - a.from) + (b.to - b.from))
    }
    let running = before[cycle]!
    let starts = cycle * 2
    for (const run of runsFrom(first + cycle * CYCLE)) {
      if (run.from > at) continue
      starts++
      running += Math.min(run.to, at) - run.from
    }
    return { hours: running / HOUR, starts }
  }
}

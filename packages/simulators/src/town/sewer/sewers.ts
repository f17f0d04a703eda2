import { DAY, HOUR, type Micros } from '@driftbild/core'
import { type Disturbance, flapOpen, grown, ofKind, type Scenario } from '../scenario/disturbance.ts'
import { type Demand, STEP } from '../water/demand.ts'
import type { Weather } from '../weather.ts'
import { type Duty, dutyOf, powerShare } from './duty.ts'
import { inflowOf } from './inflow.ts'
import { pumpTag, type Station, SUMP } from './stations.ts'
import { beginOf, momentAt, runSump, type SumpDay, seedOf, sumpDay, usedBy } from './sump.ts'

/** One station's water, for any instant. Days are computed when first asked for. */
export interface Sewer {
  level(at: Micros): number
  isOverflowing(at: Micros): boolean
  isRunning(pump: 0 | 1, at: Micros): boolean
  /** m³/h through one pump that runs; what runs back through one that rests its meter doesn't see. */
  flow(pump: 0 | 1, at: Micros): number
  /** m³/h into the main, whose meter counts one way only. */
  outflow(at: Micros): number
  /** Of what its motor takes when nothing runs back beside it. */
  effort(pump: 0 | 1, at: Micros): number
  /** Share of a pump's flow that rags take. */
  clogged(pump: 0 | 1, at: Micros): number
  /** Hours run and starts made since the town's counters began. */
  used(pump: 0 | 1, at: Micros): { hours: number; starts: number }
}

export interface SewerSpec {
  station: Station
  demand: Demand
  weather: Weather
  scenario: Scenario
  seed: number
  /** Day from which the counters count. */
  since: number
}

const STEPS = DAY / STEP
const KEPT_DAYS = 6

/** After a flood it takes this long until a sump is as if there had been none. */
const RUNS_OFF = 6 * DAY

type Total = Pick<SumpDay, 'run' | 'starts'>
const allTotals = new Map<string, Map<number, Total>>()
function totalsOf(name: string): Map<number, Total> {
  const totals = allTotals.get(name) ?? new Map<number, Total>()
  allTotals.set(name, totals)
  return totals
}

export function sewerOf(spec: SewerSpec): Sewer {
  const { station, scenario } = spec
  const clogs = ofKind(scenario, 'clogging')
  const clogged = (pump: 0 | 1, at: Micros): number => {
    const tag = pumpTag(station, pump + 1)
    let free = 1
    for (const d of clogs) if (d.asset === tag) free *= 1 - d.loss * grown(d, at, d.cloggedAt)
    return 1 - free
  }
  const pumpFlow = (pump: 0 | 1, at: Micros) => station.pump.flow * (1 - clogged(pump, at))
  const valves = ofKind(scenario, 'check-valve').filter((d) =>
    [1, 2].some((n) => d.asset === pumpTag(station, n)),
  )
  const open = (pump: 0 | 1, at: Micros) => flapOpen(valves, pumpTag(station, pump + 1), at)
  const days = new Map<number, SumpDay>()
  const strikes = (day: number) => (d: Disturbance) =>
    d.from < beginOf(day + 1) && (d.to === null || d.to > beginOf(day))
  const compute = (day: number, moments: boolean): SumpDay => {
    const inflow = inflowOf(station, spec.demand, spec.weather, Math.floor(beginOf(day) / STEP), STEPS + 1)
    const leaks = valves.some(strikes(day)) ? open : null
    return runSump(station, day, inflow, pumpFlow, seedOf(spec.seed, station, day), leaks, moments)
  }
  const dayOf = (day: number): SumpDay => {
    let found = days.get(day)
    if (!found) {
      found = compute(day, true)
      days.set(day, found)
      if (days.size > KEPT_DAYS) days.delete(days.keys().next().value!)
    }
    return found
  }
  const floods = ofKind(scenario, 'rain-overflow')
  const isOrdinary = (day: number): boolean => {
    const [begin, end] = [beginOf(day), beginOf(day + 1)]
    return (
      ![...clogs, ...valves].some(strikes(day)) &&
      !floods.some((d) => d.from - DAY < end && d.to + RUNS_OFF > begin)
    )
  }
  const totals = totalsOf(`${spec.seed} ${station.tag}`)
  /** What a day adds to the counters. An ordinary day adds the same in every scenario, and is computed once. */
  const totalOf = (day: number): Total => {
    if (!isOrdinary(day)) return compute(day, false)
    const total = totals.get(day) ?? compute(day, false)
    totals.set(day, { run: total.run, starts: total.starts })
    return total
  }
  // Sums before each day since the counters began.
  const before: Total[] = [{ run: [0, 0], starts: [0, 0] }]
  const sumBefore = (day: number) => {
    for (let n = before.length; n <= day - spec.since; n++) {
      const sum = before[n - 1]!
      const { run, starts } = totalOf(spec.since + n - 1)
      before.push({
        run: [sum.run[0] + run[0], sum.run[1] + run[1]],
        starts: [sum.starts[0] + starts[0], sum.starts[1] + starts[1]],
      })
    }
    return before[Math.max(0, day - spec.since)]!
  }
  const isRunning = (pump: 0 | 1, at: Micros) => (momentAt(dayOf(sumpDay(at)), at).pumps & (1 << pump)) !== 0
  const dutyAt = (pump: 0 | 1, at: Micros) => {
    const { pumps, full } = momentAt(dayOf(sumpDay(at)), at)
    const opening = pumps === 3 ? 0 : open(pump === 0 ? 1 : 0, at)
    return dutyOf(station.main.height, opening, pumps === 3 ? 1 : full)
  }
  const shareOf = (pump: 0 | 1, at: Micros, of: (duty: Duty) => number) =>
    isRunning(pump, at) ? pumpFlow(pump, at) * of(dutyAt(pump, at)) : 0
  const flow = (pump: 0 | 1, at: Micros) => shareOf(pump, at, ({ lifted }) => lifted)
  const passed = (pump: 0 | 1, at: Micros) => shareOf(pump, at, ({ lifted, back }) => lifted - back)
  return {
    level: (at) => momentAt(dayOf(sumpDay(at)), at).level,
    isOverflowing: (at) => momentAt(dayOf(sumpDay(at)), at).level >= SUMP.overflow - 1e-6,
    isRunning,
    flow,
    outflow: (at) => passed(0, at) + passed(1, at),
    effort: (pump, at) => powerShare(dutyAt(pump, at).lifted),
    clogged,
    used(pump, at) {
      const sum = sumBefore(sumpDay(at))
      const today = usedBy(dayOf(sumpDay(at)), pump, at)
      return { hours: (sum.run[pump] + today.run) / HOUR, starts: sum.starts[pump] + today.starts }
    },
  }
}

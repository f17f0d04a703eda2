import { DAY, HOUR, type Micros } from '@driftbild/core'
import type { DistrictTag } from '../map/districts.ts'
import { ofKind, type Scenario } from '../scenario/disturbance.ts'
import { type Demand, STEP } from './demand.ts'

/** m³ through a meter since the town's records began, where `fed` are the districts behind it and what they use. */
export function volumeThrough(
  fed: readonly { district: DistrictTag; use: number }[],
  demand: Demand,
  scenario: Scenario,
  since: number,
): (at: Micros) => number {
  const hydrants = ofKind(scenario, 'hydrant-open').map((d) => ({ ...d, grownAt: null }))
  const leaks = [...ofKind(scenario, 'leak'), ...hydrants].filter((d) =>
    fed.some((f) => f.district === d.zone),
  )
  const before = [0]
  const ofDay = (day: number) => fed.reduce((sum, f) => sum + f.use * demand.ofDay(f.district, day), 0)
  const perStep = STEP / HOUR
  let partial = { day: Number.NaN, steps: 0, sum: 0 }
  return (at) => {
    const day = Math.floor(at / DAY)
    for (let n = before.length; n <= day - since; n++) before.push(before[n - 1]! + ofDay(since + n - 1))
    const x = (at - day * DAY) / STEP
    const whole = Math.floor(x)
    // Samples come in order, so the day's sum is carried on rather than begun anew.
    if (partial.day !== day || partial.steps > whole) partial = { day, steps: 0, sum: 0 }
    const first = (day * DAY) / STEP
    const useAt = (i: number) => fed.reduce((sum, f) => sum + f.use * demand.at(f.district, first + i), 0)
    for (; partial.steps < whole; partial.steps++) partial.sum += useAt(partial.steps)
    const used = before[Math.max(0, day - since)]! + partial.sum + useAt(whole) * (x - whole)
    const lost = leaks.reduce((sum, d) => sum + d.size * hoursOpen(d.from, d.to, d.grownAt, at), 0)
    return used * perStep + lost
  }
}

/** Hours for which a leak has run, as if at its full size. */
function hoursOpen(from: Micros, to: Micros | null, grownAt: Micros | null, at: Micros): number {
  const end = Math.min(at, to ?? at)
  if (end <= from) return 0
  if (grownAt === null || grownAt <= from) return (end - from) / HOUR
  const ramp = Math.min(end, grownAt) - from
  return ((ramp * ramp) / (2 * (grownAt - from)) + Math.max(0, end - grownAt)) / HOUR
}

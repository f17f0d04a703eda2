import { DAY, HOUR, type Micros } from '@driftbild/core'
import { districtTags } from '../map/districts.ts'
import { driftAt, mix } from '../random.ts'
import { ofKind, type Scenario } from '../scenario/disturbance.ts'
import { type Demand, STEP } from '../water/demand.ts'

/** Clean water between the works' treatment and its pumps. */
export const BASIN = { tag: 'VV1-LR', diameter: 20, wanted: 3.4, top: 4.8, low: 1.9, empty: 1.1 }

export const BASIN_AREA = Math.PI * (BASIN.diameter / 2) ** 2
/** Share of the usual production that is added while the basin is filled up again. */
const CATCH_UP = 0.3
const STEPS = DAY / STEP

export interface Basin {
  /** m above the floor */
  level(at: Micros): number
  /** m³/h that the treatment gives. */
  production(at: Micros): number
}

/**
 * The treatment runs evenly and gives in a day what the town takes, so that the level swings with the day's use and
 * is in the evening where it was; how well that is guessed wanders. Where production stops the level falls by what
 * is missing, and is filled up evenly afterwards.
 */
export function basinOf(
  seed: number,
  demand: Demand,
  use: ReadonlyMap<string, number>,
  scenario: Scenario,
): Basin {
  const stream = mix(seed, 0xba51)
  const stops = ofKind(scenario, 'production-stop')
  const days = new Map<number, { mean: number; stored: Float64Array }>()
  const dayOf = (day: number) => {
    let known = days.get(day)
    if (!known) {
      const taken = (step: number) =>
        districtTags.reduce((sum, tag) => sum + use.get(tag)! * demand.at(tag, step), 0)
      const steps = Float64Array.from({ length: STEPS }, (_, i) => taken(day * STEPS + i))
      const mean = steps.reduce((a, b) => a + b, 0) / STEPS
      const stored = new Float64Array(STEPS + 1)
      for (let i = 0; i < STEPS; i++) stored[i + 1] = stored[i]! + (mean - steps[i]!) * (STEP / HOUR)
      known = { mean, stored }
      days.set(day, known)
      if (days.size > 4) days.delete(days.keys().next().value!)
    }
    return known
  }
  const mean = [...use.values()].reduce((a, b) => a + b, 0)
  /** m³ that stopped production has cost and that were not made up for yet. */
  const missing = (at: Micros): number =>
    stops.reduce((sum, { from, to, share }) => {
      if (at <= from) return sum
      const lost = share * mean * ((Math.min(at, to) - from) / HOUR)
      const filled = at > to ? CATCH_UP * mean * ((at - to) / HOUR) : 0
      return sum + Math.max(0, lost - filled)
    }, 0)
  return {
    level(at) {
      const day = Math.floor(at / DAY)
      const { stored } = dayOf(day)
      const x = (at - day * DAY) / STEP
      const i = Math.floor(x)
      const swung = stored[i]! * (1 - (x - i)) + stored[i + 1]! * (x - i)
      const wander = 0.1 * driftAt(stream, at / (4 * DAY)) + 0.02 * driftAt(stream + 1, at / (2 * HOUR))
      return Math.max(0, Math.min(BASIN.top, BASIN.wanted + wander + (swung - missing(at)) / BASIN_AREA))
    },
    production(at) {
      const { mean: usual } = dayOf(Math.floor(at / DAY))
      const stopped = stops.find(({ from, to }) => at >= from && at < to)
      if (stopped) return usual * (1 - stopped.share)
      return missing(at) > 0 ? usual * (1 + CATCH_UP) : usual
    },
  }
}

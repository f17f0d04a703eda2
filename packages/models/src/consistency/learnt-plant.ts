import { hashOf } from '../common/hash.ts'
import type { PlantConfig } from './config.ts'
import { type Doubted, type PlantHours, plantSeries } from './plant-hours.ts'
import { type LearntPlant, learnPlant } from './watch-plant.ts'

const WEEK = 168
const LEAST_HOURS = 14 * 24
/** Less than is kept, so that a week's answer stays the same until the next. */
const MOST_WEEKS = 7
/** Plants and weeks whose answers are kept: a step asks for the same week seven times. */
const MOST_KEPT = 8

const known = new Map<string, LearntPlant>()

/**
 * What hangs together, learnt of all that is kept up to the newest whole week; null before two weeks are. The same hours give
 * the same answer, which is kept beside the state: it holds functions, and weeks of hours are learnt in a tenth of a second.
 */
export function learntOf(config: PlantConfig, hours: PlantHours, doubted: Doubted): LearntPlant | null {
  const count = Object.values(hours.values)[0]?.length ?? 0
  const until = Math.floor((hours.start + count) / WEEK) * WEEK
  const from = Math.max(hours.start, until - MOST_WEEKS * WEEK)
  if (until - from < LEAST_HOURS) return null
  const series = plantSeries(hours, from, until, doubted)
  const name = hashOf([
    config.relations,
    from,
    until,
    Object.entries(series.signals).map(([key, column]) => [
      key,
      [...column].map((v) => (Number.isNaN(v) ? null : v)),
    ]),
  ])
  const learnt = known.get(name) ?? learnPlant(series, { relations: config.relations, switchings: [] })
  known.delete(name)
  known.set(name, learnt)
  if (known.size > MOST_KEPT) known.delete(known.keys().next().value!)
  return learnt
}

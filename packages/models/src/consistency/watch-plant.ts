import { quantile } from '../common/statistics.ts'
import type { PlantSeries } from './plant-series.ts'
import { departures, type LearntRelation, learnRelation, type Relation } from './relation.ts'
import { brokenRules, type LearntSwitching, learnSwitching, type Switching } from './switching.ts'

/** What is known of a plant before anything is learnt: which signals hang together, and what switches what. */
export interface Plant {
  relations: readonly Relation[]
  switchings: readonly Switching[]
}

export interface LearntPlant {
  relations: readonly LearntRelation[]
  /** Spread of each relation's smoothed departures while all was well. */
  smoothScales: readonly number[]
  switchings: readonly LearntSwitching[]
}

/** One view of the plant through the hours: what it watches and how far that is from consistent. */
export interface View {
  name: string
  kind: 'relation' | 'drift' | 'rule'
  /** The signal that is explained, or the actuator's state. */
  of: string
  /** Signals that have a part, and how many spreads each would show by if it were wrong. */
  members: ReadonlyMap<string, number>
  departure: Float64Array
}

/** Departures are in spreads; of a year in which all was well some hours in a thousand lie beyond this. */
export const VIOLATED = 5

const RISE = 0.15
const FALL = 0.5
const MOST_OF_ONE_HOUR = 6

export function learnPlant(series: PlantSeries, plant: Plant): LearntPlant {
  const relations = plant.relations.map((relation) => learnRelation(series, relation))
  const smoothScales = relations.map((relation) => {
    const seen = Array.from(smooth(departures(series, relation)), Math.abs)
    return Math.max(quantile(seen, 0.999)! / 3.5, Math.max(...seen) / VIOLATED, 1e-3)
  })
  return { relations, smoothScales, switchings: plant.switchings.map((s) => learnSwitching(series, s)) }
}

export function watchPlant(series: PlantSeries, learnt: LearntPlant): View[] {
  const relations = learnt.relations.flatMap((relation, r): View[] => {
    const departure = departures(series, relation)
    const shared = { of: relation.of, members: relation.power }
    const name = `${relation.of} ← ${relation.from.join(', ')}`
    return [
      { name, kind: 'relation', ...shared, departure },
      {
        name: `${name}, smoothed`,
        kind: 'drift',
        ...shared,
        departure: smooth(departure).map((v) => v / learnt.smoothScales[r]!),
      },
    ]
  })
  const rules = learnt.switchings.map(
    (s): View => ({
      name: `${s.state} by ${s.level}`,
      kind: 'rule',
      of: s.state,
      // A rule that holds says little: most levels are allowed in both states.
      members: new Map([
        [s.state, 1],
        [s.level, 1],
      ]),
      departure: brokenRules(series, s),
    }),
  )
  return [...relations, ...rules]
}

/** Largest departure of each hour over all views. */
export function worstOf(views: readonly View[]): Float64Array {
  const out = new Float64Array(views[0]!.departure.length)
  for (const { departure } of views)
    for (const [i, v] of departure.entries()) if (Math.abs(v) > out[i]!) out[i] = Math.abs(v)
  return out
}

/**
 * What departs a little, hour after hour. One wild hour must not pass for a drift, so it counts for so much and no
 * more; and a drift that is over is forgotten sooner than it was believed.
 */
function smooth(departure: Float64Array): Float64Array {
  let state = 0
  return departure.map((v) => {
    if (Number.isNaN(v)) return state
    const bounded = Math.max(-MOST_OF_ONE_HOUR, Math.min(MOST_OF_ONE_HOUR, v))
    const isOver = bounded * state < 0 || Math.abs(bounded) < 0.5 * Math.abs(state)
    state += (isOver ? FALL : RISE) * (bounded - state)
    return state
  })
}

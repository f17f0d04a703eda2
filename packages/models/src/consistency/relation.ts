import { mean, quantile } from '../common/statistics.ts'
import { columnOf, type PlantSeries, signalOf } from './plant-series.ts'
import { factorRidge, type Ridge } from './ridge.ts'

/**
 * What physics says of one signal when some others are known: a pump's head from its flow, a tank's level from
 * its last level and what flowed. Each combination of `states` is a case of its own.
 */
export interface Relation {
  of: string
  from: readonly string[]
  states: readonly string[]
  /** Consumers have a part in it: a weekly profile is learnt beside the rest. */
  weekly: boolean
  /** Rounding of the record and what is not worth a word, in the signal's unit. */
  tolerance: number
}

/** Every signal that relations speak of, once. */
export const signalsOf = (relations: readonly Relation[]): string[] => [
  ...new Set(relations.flatMap((r) => [r.of, ...r.from, ...r.states]).map(signalOf)),
]

export interface LearntRelation extends Relation {
  cases: ReadonlyMap<string, LearntCase>
  /** How many spreads the relation would depart by if a member were wrong by its own usual variation. */
  power: ReadonlyMap<string, number>
}

interface LearntCase {
  ridge: Ridge
  weights: Float64Array
  week: Float64Array
  scale: number
}

/** Fewer hours in a case teach nothing, and the case has no opinion later. */
const FEWEST = 80
const RIDGE = 1e-3
/** Power from which a wrong member can't stay unseen. */
export const VISIBLE = 10
const FOLDS = 4
const WEEK = 168
/** Hours of nothing new that an hour of the week is weighed against. */
const WEEK_PRIOR = 2
const BACKFITS = 6

export function learnRelation(series: PlantSeries, relation: Relation): LearntRelation {
  const { rows, target, caseOf } = prepare(series, relation)
  const cases = new Map<string, LearntCase>()
  const byCase = Map.groupBy(
    rows.map((_, i) => i).filter((i) => caseOf[i] !== null && !Number.isNaN(target[i])),
    (i) => caseOf[i]!,
  )
  for (const [name, hours] of byCase) {
    if (hours.length < FEWEST) continue
    // Whole weeks stay together, so that what is held out is no neighbour of what was learnt.
    const foldOf = (i: number): number => Math.floor(i / WEEK) % FOLDS
    const misses: number[] = []
    for (let fold = 0; fold < FOLDS; fold++) {
      const kept = hours.filter((i) => foldOf(i) !== fold)
      if (kept.length < FEWEST / 2) continue
      const fitted = fit(rows, target, series.hourOfWeek, kept, relation.weekly)
      for (const i of hours)
        if (foldOf(i) === fold)
          misses.push(Math.abs(target[i]! - expected(fitted, rows[i]!, series.hourOfWeek[i]!)))
    }
    // All in a few weeks: nothing was held out to tell how wide it is.
    if (misses.length < FEWEST / 2) continue
    // As wide as a normal distribution with these tails would be.
    const scale = Math.max(relation.tolerance, quantile(misses, 0.99)! / 2.58, quantile(misses, 0.999)! / 3.5)
    cases.set(name, { ...fit(rows, target, series.hourOfWeek, hours, relation.weekly), scale })
  }
  return { ...relation, cases, power: powerOf(series, relation, cases) }
}

/** How far each hour is from what the relation says, in its own spreads; NaN where it has no opinion. */
export function departures(series: PlantSeries, relation: LearntRelation): Float64Array {
  const { rows, target, caseOf } = prepare(series, relation)
  return target.map((value, i) => {
    const learnt = caseOf[i] === null ? undefined : relation.cases.get(caseOf[i]!)
    return learnt ? (value - expected(learnt, rows[i]!, series.hourOfWeek[i]!)) / learnt.scale : Number.NaN
  })
}

/** Hours that power is measured at, spread over the record. */
const PROBES = 200

function powerOf(
  series: PlantSeries,
  relation: Relation,
  cases: LearntRelation['cases'],
): Map<string, number> {
  // A bare range lets most lies pass: that it holds says little.
  if (relation.from.length === 0)
    return new Map([relation.of, ...relation.states].map((s) => [signalOf(s), 1]))
  const { rows, target, caseOf } = prepare(series, relation)
  const terms = relation.from.map((term) => columnOf(series, term))
  const every = Math.max(1, Math.floor(rows.length / PROBES))
  const probes = [...rows.keys()].filter(
    (i) => i % every === 1 && caseOf[i] !== null && cases.has(caseOf[i]!),
  )
  // Another state is another case with another answer: nothing hides less.
  const power = new Map(relation.states.map((term) => [signalOf(term), VISIBLE]))
  const keep = (signal: string, effects: readonly number[]) =>
    power.set(signal, Math.max(power.get(signal) ?? 0, mean(effects.map((e) => Math.min(e, VISIBLE))) ?? 0))
  const scaleAt = (i: number): number => cases.get(caseOf[i]!)!.scale
  const variation = spreadOf(target)
  keep(
    signalOf(relation.of),
    probes.map((i) => variation / scaleAt(i)),
  )
  for (const [t, column] of terms.entries()) {
    const shift = spreadOf(column)
    const effects = probes.map((i) => {
      const inputs = terms.map((c, k) => c[i]! + (k === t ? shift : 0))
      const learnt = cases.get(caseOf[i]!)!
      const moved = learnt.ridge.predict(squares(inputs), learnt.weights)
      return Math.abs(moved - learnt.ridge.predict(rows[i]!, learnt.weights)) / learnt.scale
    })
    keep(signalOf(relation.from[t]!), effects)
  }
  return power
}

function spreadOf(column: Float64Array): number {
  const known = column.filter((v) => !Number.isNaN(v))
  const middle = known.reduce((sum, v) => sum + v, 0) / known.length
  return Math.sqrt(known.reduce((sum, v) => sum + (v - middle) ** 2, 0) / known.length)
}

function prepare(series: PlantSeries, relation: Relation) {
  const target = columnOf(series, relation.of)
  const inputs = relation.from.map((term) => columnOf(series, term))
  const states = relation.states.map((term) => columnOf(series, term))
  const rows = Array.from(target, (_, i) => squares(inputs.map((c) => c[i]!)))
  const caseOf = rows.map((row, i) =>
    row.some(Number.isNaN) || states.some((c) => Number.isNaN(c[i]!)) ? null : states.map((c) => c[i]).join(),
  )
  return { rows, target, caseOf }
}

/** The inputs, their squares and products: hydraulics are smooth within a case, and little more than quadratic. */
function squares(inputs: readonly number[]): Float64Array {
  const row = new Float64Array((inputs.length * (inputs.length + 3)) / 2)
  let at = 0
  for (const v of inputs) row[at++] = v
  for (let i = 0; i < inputs.length; i++)
    for (let j = i; j < inputs.length; j++) row[at++] = inputs[i]! * inputs[j]!
  return row
}

type Fitted = Pick<LearntCase, 'ridge' | 'weights' | 'week'>

/** Weekly profile and the rest in turns: each explains what the other leaves. */
function fit(
  rows: readonly Float64Array[],
  target: Float64Array,
  hourOfWeek: readonly number[],
  hours: readonly number[],
  weekly: boolean,
): Fitted {
  const ridge = factorRidge(
    hours.map((i) => rows[i]!),
    RIDGE,
  )
  const week = new Float64Array(WEEK)
  let weights = ridge.solve(Float64Array.from(hours, (i) => target[i]!))
  if (!weekly) return { ridge, weights, week }
  for (let round = 0; round < BACKFITS; round++) {
    const sums = new Float64Array(WEEK)
    const counts = new Float64Array(WEEK).fill(WEEK_PRIOR)
    for (const i of hours) {
      sums[hourOfWeek[i]!]! += target[i]! - ridge.predict(rows[i]!, weights)
      counts[hourOfWeek[i]!]!++
    }
    for (let h = 0; h < WEEK; h++) week[h] = sums[h]! / counts[h]!
    weights = ridge.solve(Float64Array.from(hours, (i) => target[i]! - week[hourOfWeek[i]!]!))
  }
  return { ridge, weights, week }
}

const expected = ({ ridge, weights, week }: Fitted, row: Float64Array, hourOfWeek: number): number =>
  ridge.predict(row, weights) + week[hourOfWeek]!

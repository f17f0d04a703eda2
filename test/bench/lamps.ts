import { parseArgs } from 'node:util'
import type { Micros } from '@driftbild/core'
import { type CardScore, entries, writeScores } from '@driftbild/models/backtest'
import { lampStock, lightingTerms } from '@driftbild/models/lamp-life'
import { makeTown } from '@driftbild/simulators'
import { countScores } from './lamps/count-scores.ts'
import { courseScores } from './lamps/course-scores.ts'
import { failureScores } from './lamps/failure-scores.ts'

/**
 * What is said of lamps, measured on simulated towns: there are no open data on lamp failures. Each town has its own
 * past, from which lives are learnt, and many futures; laws, bad batches and warm places are the simulation's secret.
 */
const { values } = parseArgs({
  options: {
    towns: { type: 'string', default: '11,12,13,14' },
    futures: { type: 'string', default: '25' },
    seeds: { type: 'string', default: '401,402,403,404' },
    days: { type: 'string', default: '60' },
    /** On the card of lamp-out. */
    write: { type: 'boolean', default: false },
  },
})

const NOW: Micros = Date.UTC(2026, 9, 1) * 1000
const DATA = 'simulated towns, lives drawn anew'
const numbers = (text: string) => text.split(',').map(Number)

const of = numbers(values.towns).map((seed) => {
  const town = makeTown(seed)
  const heat = new Map(town.plan.cabinets.flatMap((c) => c.luminaires).map((one) => [one.tag, one.heat]))
  const facts = (tag: string) => ({ temperature: 5 + heat.get(tag)!, perNight: 1 })
  return { town, stock: lampStock(town.register, facts, NOW) }
})

const scores: CardScore[] = []
const score = (
  measure: string,
  { model, baseline, baselineName }: Pick<CardScore, 'model' | 'baseline' | 'baselineName'>,
  better: CardScore['better'] = 'lower',
): void => {
  const rounded = (value: number) => Number(value.toPrecision(5))
  scores.push({
    ...{ data: DATA, simulated: true, measure, better, decides: false, baselineName },
    ...{ model: rounded(model), baseline: rounded(baseline) },
  })
}

for (const days of [30, 90]) {
  const one = failureScores(of, NOW, { futures: Number(values.futures), days })
  console.log(
    `within ${days} days: ${one.failures} of ${one.lamps} failed, ${one.said.toFixed(0)} were expected, AUC ${one.auc.toFixed(3)}`,
  )
  score(`Brier of failure within ${days} days`, {
    ...{ model: one.brier, baseline: one.baseline, baselineName: 'one rate for each type' },
  })
}

const { planned, onFailure, fixed } = courseScores(of, NOW, { terms: lightingTerms([]), plays: 8 })
for (const [name, course] of Object.entries({ planned, onFailure, fixed })) {
  const { cost, failures, darkHours } = course
  console.log(
    `${name}: ${cost.toFixed(0)} SEK, ${failures.toFixed(0)} failures, ${darkHours.toFixed(0)} hours dark`,
  )
}
console.log(`fixed interval: ${(100 * fixed.share).toFixed(0)} % of the median life`)
score('cost of ten years, SEK, at equal dark hours', {
  ...{ model: planned.cost, baseline: fixed.cost, baselineName: 'relamping at a fixed interval' },
})

const lampOut = entries.find(({ model }) => model.name === 'lamp-out')!
const counted = await countScores(lampOut, makeTown(1), {
  ...{ seeds: numbers(values.seeds), days: Number(values.days) },
})
console.log(
  `lamps out: ${counted.cabinetNights} cabinet nights, ${counted.withLampsOut} with lamps out, right on ${(100 * counted.exact).toFixed(1)} %`,
)
score('lamps out, off by, cabinets without diagnostics', {
  ...{ model: counted.error, baseline: counted.blind, baselineName: 'none is ever out' },
})

for (const one of scores) console.log(`${one.measure}: ${one.model} (${one.baselineName}: ${one.baseline})`)
if (values.write) writeScores('lamp-out', DATA, scores)

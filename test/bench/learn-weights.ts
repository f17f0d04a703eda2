import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { townHistory } from '@driftbild/cli/backtest'
import { DAY, type RollupStep } from '@driftbild/core'
import {
  type BinFillState,
  type BinPast,
  drive,
  entries,
  learnForest,
  shippedBinWeights,
  writeScores,
} from '@driftbild/models/backtest'
import { wyndhamPasts } from '@driftbild/models/bench'
import { drawScenario, makeTown } from '@driftbild/simulators'
import { toldOfTown } from '../../apps/cli/src/backtest/town-told.ts'

/**
 * What learning the bins' forest anew would have proposed, as the product does it: at each of some days from what the
 * containers remembered then, tried on the months before it, each taught by what came before that month.
 */
const { values } = parseArgs({
  options: {
    /** Folder with waste_wyndham/. */
    data: { type: 'string' },
    /** The days, of Wyndham. */
    on: { type: 'string', default: '2019-03-11,2019-07-01,2019-10-21,2020-02-10,2020-06-01' },
    /** Of the simulated town instead, and how many days of past. */
    seeds: { type: 'string', default: '331,332' },
    days: { type: 'string', default: '200' },
    /** Onto the model's card. */
    write: { type: 'boolean', default: false },
  },
})
const tried: { cases: number; before: number; after: number }[] = []

if (values.data) {
  const folder = join(values.data, 'waste_wyndham')
  for (const date of values.on.split(',')) tell(date, wyndhamPasts(folder, Date.parse(date) / 86_400_000))
} else {
  for (const seed of values.seeds.split(',').map(Number)) tell(`seed ${seed}`, await townPasts(seed))
}
if (values.write)
  writeCard(values.data ? '31 real bins in Wyndham, learnt anew' : 'simulated town, learnt anew')

function tell(when: string, pasts: readonly BinPast[]): void {
  const begun = performance.now()
  const learnt = learnForest(pasts, shippedBinWeights)
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(1))
  if ('lacking' in learnt) {
    console.log(JSON.stringify({ when, ...learnt }))
    return
  }
  const { heldOut, taught, weights } = learnt
  const { before, after } = heldOut.scores.find(({ measure }) => measure === 'brier')!
  tried.push({ cases: heldOut.cases, before, after })
  const scores = Object.fromEntries(
    heldOut.scores.map(({ measure, before, after }) => [measure, [rounded(before), rounded(after)]]),
  )
  console.log(
    JSON.stringify({
      ...{
        bench: 'learn-weights',
        when,
        subjects: taught.subjects,
        taught: taught.cases,
        answers: heldOut.cases,
      },
      ...{ ...scores, verdict: heldOut.verdict, seconds, bytes: JSON.stringify(weights).length },
    }),
  )
}

function writeCard(data: string): void {
  const all = tried.reduce((sum, { cases }) => sum + cases, 0)
  const pooled = (of: 'before' | 'after') => tried.reduce((sum, one) => sum + one.cases * one[of], 0) / all
  writeScores('bin-fill', data, [
    {
      ...{ data, simulated: !values.data, measure: 'Brier, full in 3 d' },
      ...{ model: rounded(pooled('after')), baseline: rounded(pooled('before')) },
      ...{ baselineName: 'the model as it came', better: 'lower', decides: false },
      histories: tried.map(({ after }) => rounded(after)),
    },
  ])
}

async function townPasts(seed: number): Promise<BinPast[]> {
  const town = makeTown(1)
  const { zone } = town.register.municipality
  const { model } = entries.find((entry) => entry.model.name === 'bin-fill')!
  const from = Date.UTC(2025, (seed * 5) % 12, 1 + (seed % 7)) * 1000
  const to = from + Number(values.days) * DAY
  const scenario = drawScenario(town, seed, from, to)
  const subjects = model.subjects(town.register)
  const keys = subjects.flatMap(({ signals }) => Object.values(signals))
  const wanted = new Map(keys.map((key) => [key, new Set<RollupStep>([model.resolution])]))
  const store = await townHistory({ town, scenario, from, to, wanted, cache: null })
  const told = toldOfTown(town, scenario)
  return subjects.map((subject) => {
    const last = [...drive(model, subject, { ...store, told }, { from, to, zone })].at(-1)!
    const state = last.state as BinFillState
    return model.learning!.past(subject.config, state, told(subject.asks!, to)) as BinPast
  })
}

function rounded(value: number): number {
  return Number(value.toFixed(5))
}

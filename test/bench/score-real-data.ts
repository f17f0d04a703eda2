import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CardScore, writeOpenReliability, writeScores } from '@driftbild/models/backtest'
import { type BenchResult, benches } from '@driftbild/models/bench'

/** Writes what the benchmarks on real data measure onto the cards of the models that answered them. */
const { values } = parseArgs({ options: { data: { type: 'string' }, only: { type: 'string' } } })
const folder = values.data
if (!folder) throw new Error('--data DIR is needed: the folder that holds bwdf/ and waste_wyndham/')

const run = (name: string, within: string, options = {}): Promise<BenchResult> =>
  benches[name]!.run({ data: join(folder, within), options })

const { figures: demand, reliability: demandReliability = [] } = await run('bwdf', 'bwdf')
const BWDF = 'ten real DMAs in Italy (BWDF), two weeks ahead unseen'
const forecasts = [
  score(
    BWDF,
    'forecast MAE of the first day, L/s',
    demand.pi1!,
    demand.pi1_naive!,
    'mean of the last four weeks',
    true,
  ),
  score(
    BWDF,
    'forecast largest error of the first day, L/s',
    demand.pi2!,
    demand.pi2_naive!,
    'mean of the last four weeks',
  ),
  score(
    BWDF,
    'forecast MAE of days 2–7, L/s',
    demand.pi3!,
    demand.pi3_naive!,
    'mean of the last four weeks',
    true,
  ),
]
// The same forecast in both: one looks for leaks by more than the flow.
for (const model of ['night-flow', 'leak-location']) {
  writeScores(model, BWDF, forecasts)
  writeOpenReliability(model, BWDF, demandReliability)
}
if (values.only === 'bwdf') process.exit()

const fill = (await run('wyndham', 'waste_wyndham')).figures
const WYNDHAM = '31 real bins in Wyndham, January–June 2020, settings chosen there'
writeScores(
  'bin-fill',
  WYNDHAM,
  [1, 2, 3].flatMap((h) => [
    score(
      WYNDHAM,
      `Brier, full in ${h} d`,
      fill[`brier_${h}d`]!,
      fill[`brier_baseline_${h}d`]!,
      'table per bin',
      true,
    ),
    score(
      WYNDHAM,
      `MAE of the fill in ${h} d`,
      fill[`mae_${h}d`]!,
      fill[`mae_baseline_${h}d`]!,
      'table per bin',
    ),
  ]),
)
console.log(JSON.stringify({ demand, fill }))

function score(
  data: string,
  measure: string,
  model: string | number,
  baseline: string | number,
  baselineName: string,
  decides = false,
): CardScore {
  return {
    data,
    simulated: false,
    measure,
    model: Number(model),
    baseline: Number(baseline),
    baselineName,
    better: 'lower',
    decides,
  }
}

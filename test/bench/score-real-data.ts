import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CardScore, writeOpenReliability, writeScores } from '@driftbild/models/backtest'
import { type BenchResult, benches } from '@driftbild/models/bench'

/** Writes what the benchmarks on real data measure onto the cards of the models that answered them. */
const { values } = parseArgs({ options: { data: { type: 'string' }, only: { type: 'string' } } })
const folder = values.data
if (!folder) throw new Error('--data DIR is needed: the folder that holds bwdf/ and waste_wyndham/')

const run = (name: string, within: string): Promise<BenchResult> =>
  benches[name]!.run({ data: join(folder, within), options: {} })

if (values.only !== 'wyndham') console.log(JSON.stringify(await scoreDemand()))
if (values.only !== 'bwdf') console.log(JSON.stringify(await scoreFill()))

async function scoreDemand() {
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
  return demand
}

async function scoreFill() {
  const fill = (await run('wyndham', 'waste_wyndham')).figures
  const WYNDHAM = '31 real bins in Wyndham, January–June 2020, settings chosen there'
  // What speaks as the model comes decides whether it is on; what a forest would add is told beside it.
  writeScores('bin-fill', WYNDHAM, fillScores(fill, WYNDHAM, '_shipped', true))
  const TAUGHT = '31 real bins in Wyndham, January–June 2020, with what they taught until 2019'
  writeScores('bin-fill', TAUGHT, fillScores(fill, TAUGHT, '', false))
  return fill
}

function fillScores(
  fill: BenchResult['figures'],
  data: string,
  voice: '' | '_shipped',
  decides: boolean,
): CardScore[] {
  return [1, 2, 3].flatMap((h) => [
    score(
      data,
      `Brier, full in ${h} d`,
      fill[`brier${voice}_${h}d`]!,
      fill[`brier_baseline_${h}d`]!,
      'table per bin',
      decides,
    ),
    score(
      data,
      `MAE of the fill in ${h} d`,
      fill[`mae${voice}_${h}d`]!,
      fill[`mae_baseline_${h}d`]!,
      'table per bin',
    ),
  ])
}

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

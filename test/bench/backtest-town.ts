import { parseArgs } from 'node:util'
import { backtestTown, explain } from '@driftbild/cli/backtest'
import { EMIT_PROBABILITY, reliability } from '@driftbild/models'
import {
  cardScores,
  entries,
  fitCalibration,
  namedCauses,
  writeCalibration,
  writeCauses,
  writeReliability,
  writeScores,
} from '@driftbild/models/backtest'

/**
 * What `driftbild backtest` scores, written on the models' cards, or the calibration that the answers teach. Tune
 * on some seeds, write the card from others: `--seeds 101,102 --calibrate`, then `--seeds 201,202,203 --write`.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    days: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    calibrate: { type: 'boolean', default: false },
    /** Without what people and others would have told: how it was before anybody stated anything. */
    untold: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    /** Folder in which simulated histories are kept: tuning runs them many times. */
    cache: { type: 'string' },
  },
})

const DATA = 'simulated town, unseen scenarios'
const chosen = entries.filter((e) => values.only === '' || values.only.split(',').includes(e.model.name))

const results = await backtestTown({
  entries: chosen,
  seeds: values.seeds.split(',').map(Number),
  days: Number(values.days),
  raw: values.calibrate,
  cache: values.cache ?? null,
  untold: values.untold,
  onHistory: (history, ofSeed) => {
    if (values.verbose) for (const line of explain(history, ofSeed)) console.log(line)
    console.error(`seed ${history.seed} done`)
  },
})

for (const result of results) {
  const scores = cardScores(result, { data: DATA, simulated: true })
  for (const s of scores) {
    const figures = [s.model, s.baseline].map((figure) => figure.toFixed(4).padStart(9))
    console.log(
      [result.model.padEnd(14), s.measure.padEnd(28), ...figures, s.decides ? 'decides' : ''].join(' '),
    )
  }
  for (const { cause, named } of namedCauses(result.own.flatMap((r) => r.episodes)))
    console.log(`${result.model.padEnd(14)} ${cause}: named ${JSON.stringify(named)}`)
  if (values.write) {
    writeScores(result.model, DATA, scores)
    writeReliability(result.model, reliability(saidOf(result.model)))
    writeCauses(result.model, namedCauses(result.own.flatMap((r) => r.episodes)))
  }
  if (values.calibrate) calibrate(result.model)
}

/** What a model said aloud of its own kind, and what was. */
function saidOf(name: string) {
  return answersOf(name).filter((one) => one.probability >= EMIT_PROBABILITY)
}

function answersOf(name: string) {
  const { model } = chosen.find((entry) => entry.model.name === name)!
  return results
    .find((result) => result.model === name)!
    .own.flatMap((r) => r.answers.filter((answer) => answer.kind === model.kind))
}

function calibrate(name: string): void {
  const pairs = answersOf(name).map((answer) => ({ raw: answer.probability, happened: answer.happened }))
  const enough = saidOf(name).length >= 60
  const data = `simulated town, seeds ${values.seeds}`
  if (enough) writeCalibration(name, fitCalibration(pairs, data, EMIT_PROBABILITY))
  else console.log(`${name}: too few answers to calibrate by`)
}

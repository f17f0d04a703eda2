import { DAY } from '@driftbild/core'
import { type CardScore, cardScores, entries, LEARNING } from '@driftbild/models/backtest'
import type { BacktestCommand } from '../commands/backtest.ts'
import { Mistake } from '../mistake.ts'
import { aligned } from '../table.ts'
import { type BacktestEntry, backtestTown } from './backtest-town.ts'
import { explain } from './explain.ts'

const LEARNING_DAYS = LEARNING / DAY

export async function runBacktest(names: readonly string[], options: BacktestCommand): Promise<void> {
  if (names[0] === 'list') return list()
  const chosen = entriesOf(names)
  const { seeds, days } = options
  if (days <= LEARNING_DAYS) {
    throw new Mistake(
      `--days ${days} leaves nothing to score: the first ${LEARNING_DAYS} teach what is normal`,
      'Name more, as in --days 60.',
    )
  }
  const say = (text: string) => process.stderr.write(`${text}\n`)
  say(`${seeds.length === 1 ? 'a simulated past' : `${seeds.length} simulated pasts`} of ${days} days …`)
  const results = await backtestTown({
    entries: chosen,
    seeds,
    days,
    onHistory: (history, results) => {
      say(`seed ${history.seed} done`)
      if (options.verbose) for (const line of explain(history, results)) say(line)
    },
  })
  const scored = results.map((result) => ({
    name: result.model,
    scores: cardScores(result, { data: `simulated town, seeds ${seeds.join(',')}`, simulated: true }),
  }))
  if (options.json) {
    console.log(JSON.stringify({ backtest: 'town', seeds, days, models: scored }))
    return
  }
  for (const line of aligned(tableOf(scored))) console.log(line)
}

function entriesOf(names: readonly string[]): readonly BacktestEntry[] {
  const known = entries.map((entry) => entry.model.name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Mistake(`no model ${unknown}`, `There are: ${known.join(', ')}.`)
  return names.length === 0 ? entries : entries.filter((entry) => names.includes(entry.model.name))
}

function list(): void {
  const rows = entries.map(({ model, baseline, card }) => [model.name, baseline.name, card.purpose.en])
  for (const line of aligned([['model', 'naive baseline', 'what it is for'], ...rows])) console.log(line)
}

/** One row a figure; the model's name stands at its first. */
function tableOf(scored: readonly { name: string; scores: readonly CardScore[] }[]): string[][] {
  const rows = scored.flatMap(({ name, scores }) =>
    scores.map((s, i) => [
      i === 0 ? name : '',
      s.measure,
      s.model.toFixed(4),
      s.baseline.toFixed(4),
      verdict(s),
      s.baselineName,
    ]),
  )
  return [['model', 'measure', 'score', 'baseline', 'the model is', 'naive baseline'], ...rows]
}

/** A star marks the figures that decide whether a model is switched on. */
function verdict({ model, baseline, better, decides }: CardScore): string {
  if (model === baseline) return 'equal'
  const word = model > baseline === (better === 'higher') ? 'better' : 'worse'
  return decides ? `${word} *` : word
}

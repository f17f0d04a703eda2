import { type Command, InvalidArgumentError, Option } from 'commander'
import { wholeNumber } from './up.ts'

export interface BacktestCommand {
  seeds: number[]
  days: number
  verbose?: boolean
  json?: boolean
}

export function defineBacktest(program: Command): void {
  program
    .command('backtest')
    .description('score the models on simulated pasts of the town, each beside its naive baseline')
    .argument('[model...]', 'which models, all of them if none is named; "list" names them')
    .addOption(
      new Option('--seeds <list>', 'scenarios of disturbances to draw, as in 201,202,203')
        .argParser(seedList)
        .default([1], '1'),
    )
    .option('--days <n>', 'days of each past; the first 14 teach and are not scored', wholeNumber, 60)
    .option('--verbose', 'also what was wrong in each past, and what was said of it')
    .option('--json', 'one line of JSON instead of the table')
    .addHelpText(
      'after',
      `
For each seed the town lives through a past in which pipes leak, pumps wear and lamps die on days that are drawn
by chance. The models read what its devices would have reported, step by step as they do live, and are scored by
what really was wrong. The naive baseline is the simplest rule that somebody would use instead; figures with a star
decide: a model that is worse than it there is not switched on.

  Brier                       mean squared error of the said probabilities; 0 is perfect
  precision, recall at 0.5    alarms that were right, and faults that were found, at a probability of one half
  hours to detection          from the beginning of a fault to the first alarm about it
  forecast quantile loss      how far forecasts lie beside what came, in the signal’s unit; less is better
  forecast coverage           how often what came lay within the band; 0.8 is meant

Scores on a simulated town say nothing about a real one by themselves: "driftbild bench" scores real data.

Examples:
  driftbild backtest sewer-pump
  driftbild backtest night-flow bin-fill --seeds 201,202,203 --days 60 --verbose`,
    )
    .action(async (names: string[], options: BacktestCommand) => {
      const { runBacktest } = await import('../backtest/run-backtest.ts')
      await runBacktest(names, options)
    })
}

function seedList(text: string): number[] {
  const seeds = text.split(',').map((word) => (/^\d+$/.test(word.trim()) ? Number(word) : Number.NaN))
  if (seeds.some(Number.isNaN)) throw new InvalidArgumentError('whole numbers are needed, as in 201,202')
  return [...new Set(seeds)]
}

import { type Command, InvalidArgumentError } from 'commander'

export interface UpOptions {
  town: boolean
  seed?: number
  historyDays?: number
}

/** What a town is unless a person says otherwise. */
export const usualTown = { seed: 1, historyDays: 60 }

export function defineUp(program: Command): void {
  program
    .command('up')
    .description('start everything: the store, the simulated town, the edge, the centre and the pages')
    .option('--no-town', 'without the simulated town: the centre and the pages only')
    .option('--seed <n>', `which town (${usualTown.seed})`, wholeNumber)
    .option(
      '--history-days <n>',
      `days of the town’s past to fill on the first start (${usualTown.historyDays})`,
      wholeNumber,
    )
    .addHelpText(
      'after',
      `
Environment:
  PORT             where the pages are (8080)
  DRIFTBILD_DATA   the one folder that everything is kept in (.data in the checkout)
  DATABASE_URL     a TimescaleDB server instead of the embedded one`,
    )
    .action(async (options: UpOptions) => {
      const { up } = await import('../up/up.ts')
      await up(options)
    })
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed')
  return value
}

import { type Command, InvalidArgumentError, Option } from 'commander'

export interface ReplayOptions {
  mapping: string
  protocol: 'opcua' | 'modbus'
  speed: string
  zone?: string
  from?: string
  to?: string
  id?: string
  serveOnly?: boolean
}

export function defineReplay(program: Command): void {
  program
    .command('replay')
    .description('play recorded data as a live device and read it into the Driftbild that is up')
    .argument('<file...>', 'CSV files, plain or gzip')
    .requiredOption('--mapping <name>', 'what the columns mean: bwdf, skab, wyndham, or a JSON file of yours')
    .addOption(
      new Option('--protocol <name>', 'how it is read').choices(['opcua', 'modbus']).default('opcua'),
    )
    .option('--speed <n>', 'recorded seconds in a second, or "max"', speed, 'max')
    .option(
      '--zone <zone>',
      'IANA zone of local times in the file, where neither it nor the mapping names one',
    )
    .option('--from <time>', 'first time to play')
    .option('--to <time>', 'time before which it ends')
    .option('--id <name>', 'the device’s name, instead of the mapping’s; another one for another window', id)
    .option('--serve-only', 'serve the device and leave the reading to somebody else')
    .addHelpText(
      'after',
      `
Every value keeps its own source time. A missing cell is served as bad, with its reason. At the end the command
compares what was served with what is stored, value by value. The pages say that it is a recording.

Example:
  driftbild replay inflow_Ls.csv.gz --mapping bwdf --from 2022-09-05T00:00:00 --to 2022-11-07T00:00:00`,
    )
    .action(async (files: string[], options: ReplayOptions) => {
      const { replay } = await import('../replay/replay.ts')
      await replay(files, options)
    })
}

function speed(text: string): string {
  if (text !== 'max' && !(Number(text) > 0)) throw new InvalidArgumentError('a number above 0, or max')
  return text
}

function id(text: string): string {
  if (!/^[A-Za-z0-9._-]{1,80}$/.test(text)) {
    throw new InvalidArgumentError('letters, digits, dots, dashes and underscores, 80 at most')
  }
  return text
}

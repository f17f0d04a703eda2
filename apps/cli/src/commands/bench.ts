import type { Command } from 'commander'

export function defineBench(program: Command): void {
  program
    .command('bench')
    .description('score a model on a data set, or prove what the chain from devices to rows holds')
    .argument('<name>', 'which benchmark; "list" names them with their options')
    .argument('[options...]', 'of a model --data, --out and its own; see below')
    .allowUnknownOption()
    .helpOption('--help')
    .addHelpText(
      'after',
      `
  --data DIR   the data set's folder; nothing outside it is read
  --out FILE   where the raw answers go, as CSV with a header

Prints a table and, last, one line of JSON with the figures. Where DIR has no truth the answers are still written
and the figures that need it are left out.

collect and faults need no data: they start devices, an edge, a centre and a store of their own in a temporary folder.

Examples:
  driftbild bench wyndham --data ../data/waste_wyndham --out answers.csv --from 2020-01-01 --to 2020-06-30
  driftbild bench faults --count 200 --seed 7
  driftbild bench collect --seconds 60`,
    )
    .action(async (name: string, words: string[]) => {
      const { bench } = await import('../bench/bench.ts')
      await bench(name, words)
    })
}

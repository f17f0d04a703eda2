import type { Command } from 'commander'

export interface ImportOptions {
  mapping: string
  zone?: string
  from?: string
  to?: string
  addSignals?: boolean
  again?: boolean
}

export function defineImport(program: Command): void {
  program
    .command('import')
    .description('take recorded history from CSV and Parquet files into the Driftbild that is up')
    .argument('<file...>', 'CSV files, plain or gzip, or Parquet files')
    .requiredOption('--mapping <name>', 'what the columns mean: bwdf, skab, wyndham, or a JSON file of yours')
    .option(
      '--zone <zone>',
      'IANA zone of local times in the file, where neither it nor the mapping names one',
    )
    .option('--from <time>', 'first time to take')
    .option('--to <time>', 'time before which it ends')
    .option('--add-signals', 'put assets and signals into the register that it lacks')
    .option('--again', 'take files in once more that were taken in by another mapping or for another time')
    .addHelpText(
      'after',
      `
The mapping names the municipality. Where that is new, its assets and signals are made; where it is there, its
register stays as it is: values of signals that it lacks, or has in another unit, are kept aside and told.

The same files are never taken in twice; an interrupted import goes on where it stopped when it is started again.
Rows that can’t be read are named with file and line, and the rest is taken.

Example:
  driftbild import inflow_Ls.csv.gz --mapping bwdf`,
    )
    .action(async (files: string[], options: ImportOptions) => {
      const { importFiles } = await import('../import/import-files.ts')
      await importFiles(files, options)
    })
}

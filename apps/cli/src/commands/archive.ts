import { fromMillis } from '@driftbild/core'
import { type Command, InvalidArgumentError } from 'commander'
import { kommunkod } from './kommunkod.ts'

const now = () => fromMillis(Date.now())

interface ExportOptions {
  municipality: string
  year: number
  out: string
  again?: boolean
}

export function defineArchive(program: Command): void {
  const archive = program
    .command('archive')
    .description('readings of closed years as Parquet files: written, checked, taken back')
    .addHelpText(
      'after',
      `
Works with the Driftbild that is up; where none is up, with the server that DATABASE_URL names or with the
embedded engine in DRIFTBILD_DATA, which is started for it.`,
    )

  archive
    .command('export')
    .description('write a municipality’s closed year, a file a month, and read each back from the disk')
    .requiredOption('--municipality <code>', 'its kommunkod', kommunkod)
    .requiredOption('--year <year>', 'a year that is over, in UTC', year)
    .requiredOption('--out <folder>', 'where the files go; each year of a municipality has its own folder')
    .option('--again', 'write the months anew that are there, because late readings came')
    .addHelpText(
      'after',
      `
Everything of a reading is in the files: all its times, its value or why there is none, its status, where it came from.
Stopped with Ctrl-C it goes on with the next month when it is begun again.

What lies in an archive is still in the store: it is let go of only where the municipality has decided for how long
a class of signals is kept. Keep the folder in two places before that.

Example:
  driftbild archive export --municipality 9999 --year 2025 --out /srv/archive/9999-2025`,
    )
    .action(async (options: ExportOptions) => {
      const { exportYear } = await import('../archive/export-year.ts')
      const { work, progress, stop } = await atHand()
      const manifest = await work((db) =>
        exportYear({
          ...options,
          db,
          folder: options.out,
          again: options.again ?? false,
          stop,
          progress,
          now,
        }),
      )
      const rows = manifest.files.reduce((sum, file) => sum + file.rows, 0)
      progress.say('archive', `${options.out} holds ${rows} readings of ${options.year}`, true)
    })

  archive
    .command('verify')
    .description('read an archive whole and say whether it is what was written; needs no store')
    .argument('<folder>', 'of the archive')
    .action(async (folder: string) => {
      const { getManifest } = await import('../archive/archive-folder.ts')
      const { verifyArchive } = await import('../archive/verify-archive.ts')
      const { createProgress } = await import('../up/progress.ts')
      const progress = createProgress(process.stdout)
      const wrong = await verifyArchive(folder, getManifest(folder), progress)
      progress.say('archive', wrong === 0 ? 'nothing is wrong' : `wrong: ${wrong}`, true)
      if (wrong > 0) process.exitCode = 1
    })

  archive
    .command('due')
    .description('say how many readings a municipality’s decisions would let go of; nothing is')
    .requiredOption('--municipality <code>', 'its kommunkod', kommunkod)
    .option('--class <class>', 'try a class of signals instead of what was decided')
    .option('--years <n>', 'for how many years that class would be kept', years)
    .addHelpText(
      'after',
      `
Only readings that lie in an archive, as they are in the store, would go; all others wait until they do.`,
    )
    .action(async (options: { municipality: string; class?: string; years?: number }) => {
      const { tellDue } = await import('../archive/tell-due.ts')
      const { Mistake } = await import('../mistake.ts')
      const { class: tried, years: kept } = options
      if ((tried === undefined) !== (kept === undefined)) {
        throw new Mistake('--class and --years say one thing together', 'Say both, or neither.')
      }
      const { work, progress } = await atHand()
      await work((db) =>
        tellDue({
          db,
          municipality: options.municipality,
          tried: tried !== undefined && kept !== undefined ? { class: tried, years: kept } : null,
          progress,
          now,
        }),
      )
    })

  archive
    .command('import')
    .description('take an archive’s readings into a store')
    .argument('<folder>', 'of the archive')
    .option('--add-signals', 'put assets and signals into the register that it lacks')
    .addHelpText(
      'after',
      `
The store that the archive was written from gets back what it has let go of, and nothing twice. Into another store all
of it is taken: where the municipality is new, its signals are made; where it is there, its register stays as it is,
and readings of signals that it lacks are kept aside and told. The same file is never taken in twice; an interrupted
import goes on where it stopped when it is started again.`,
    )
    .action(async (folder: string, options: { addSignals?: boolean }) => {
      const { getManifest } = await import('../archive/archive-folder.ts')
      const { takeArchive } = await import('../archive/take-archive.ts')
      const manifest = getManifest(folder)
      const { work, progress, stop } = await atHand()
      const addSignals = options.addSignals ?? false
      await work((db) => takeArchive({ db, folder, manifest, addSignals, stop, progress, now }))
      progress.say('archive', `${manifest.municipality.name}, ${manifest.year}, is in`, true)
    })
}

async function atHand() {
  const { withStore } = await import('../archive/store-at-hand.ts')
  const { stopAsked } = await import('../stop-asked.ts')
  const { createProgress } = await import('../up/progress.ts')
  const progress = createProgress(process.stdout)
  return {
    progress,
    stop: stopAsked(),
    work: <T>(fn: Parameters<typeof withStore<T>>[2]) => withStore(process.env, progress, fn),
  }
}

function years(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('a whole number of years is needed')
  return value
}

function year(text: string): number {
  if (!/^(19|20|21)\d\d$/.test(text)) throw new InvalidArgumentError('a year has four digits')
  return Number(text)
}

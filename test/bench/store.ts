import { engineFacts } from '@driftbild/store'
import { type Bytes, measureBytes } from './store/bytes.ts'
import { countReadings, fastKeys, fill, NOW } from './store/fill.ts'
import { newFolder, type Opened, openFolder, openNew, removeFolder } from './store/opened.ts'
import { readOptions } from './store/options.ts'
import { type Past, recordedMeters, simulatedTown } from './store/past.ts'
import { measureReads } from './store/reads.ts'
import { type StoreResult, tell } from './store/tell.ts'
import { measureWrites } from './store/writes.ts'

/**
 * How fast the store takes readings in beside a bare COPY, how fast it answers what screens ask once it holds many,
 * and what a reading takes on the disk. Each in a database of its own.
 */
const options = readOptions(process.argv.slice(2))
const log = (text: string): void => console.error(text)

const { facts, writes } = await inNew(async ({ db }) => {
  if (options.batches > 0) log('writes')
  return {
    facts: await engineFacts(db),
    writes: options.batches > 0 ? await measureWrites(db, options) : [],
  }
})
const reads = options.readings === null ? null : await readsOf(options.readings)
const bytes: Bytes[] = []
for (const past of options.townDays > 0 ? await pasts() : []) {
  log(`bytes of ${past.name}`)
  bytes.push(await inNew(({ db }) => measureBytes(db, past)))
}
tell({ facts, writes, reads, bytes })
process.exitCode = bytes.some(({ inexact }) => inexact > 0) ? 1 : 0

async function inNew<T>(use: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = await openNew(options.server)
  try {
    return await use(opened)
  } finally {
    await opened.close()
  }
}

async function pasts(): Promise<Past[]> {
  const recorded = options.data === null ? null : await recordedMeters(options.data)
  if (options.data !== null && recorded === null) log(`${options.data} has no inflow_Ls.csv.gz`)
  return [...(recorded ? [recorded] : []), simulatedTown(options.townDays)]
}

async function readsOf(wanted: number): Promise<StoreResult['reads']> {
  if (options.server !== null) {
    return inNew(async (opened) => {
      await fill(opened.db, wanted, log)
      return readsIn(opened)
    })
  }
  const folder = options.keep ?? newFolder()
  try {
    await fillFolder(folder, wanted)
    // Opened anew: what it holds and how fast it starts is that of an engine that only answers.
    const opened = await openFolder(folder)
    try {
      return await readsIn(opened)
    } finally {
      await opened.close()
    }
  } finally {
    if (options.keep === null) removeFolder(folder)
  }
}

async function fillFolder(folder: string, wanted: number): Promise<void> {
  const { db, close } = await openFolder(folder)
  try {
    const known = await countReadings(db)
    if (known > 0) return log(`${folder} is filled already`)
    log(`filling with ${wanted} readings`)
    await fill(db, wanted, log)
  } finally {
    await close()
  }
}

async function readsIn({ db, started, megabytes }: Opened): Promise<StoreResult['reads']> {
  const readings = await countReadings(db)
  log(`reads, of ${readings} readings`)
  const reads = await measureReads(db, { runs: options.runs, now: NOW, charted: fastKeys })
  return { ...reads, readings, started, megabytes: megabytes() }
}

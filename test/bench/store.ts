import { type EngineFacts, engineFacts } from '@driftbild/store'
import { type Bytes, measureBytes } from './store/bytes.ts'
import { countReadings, fastKeys, fill, NOW } from './store/fill.ts'
import { Holds } from './store/holds.ts'
import { newFolder, type Opened, openFolder, openNew, removeFolder } from './store/opened.ts'
import { type Filled, readOptions } from './store/options.ts'
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

let facts: EngineFacts | undefined
const holds = new Holds()
const writes = options.batches > 0 ? await inNew(({ db }) => measureWrites(db, { ...options, holds })) : []
const reads = options.filled === null ? null : await readsOf(options.filled)
const bytes: Bytes[] = []
for (const past of options.townDays > 0 ? await pasts() : []) {
  log(`bytes of ${past.name}`)
  bytes.push(await inNew(({ db }) => measureBytes(db, past, holds)))
}
if (facts) tell({ facts, writes, reads, bytes, holds: holds.longest })
process.exitCode = bytes.some(({ inexact }) => inexact > 0) ? 1 : 0

async function inNew<T>(use: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = await openNew(options.server)
  try {
    facts ??= await engineFacts(opened.db)
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

async function readsOf(filled: Filled): Promise<StoreResult['reads']> {
  if (options.server !== null) {
    return inNew(async (opened) => {
      await fill(opened.db, filled, log)
      return readsIn(opened, filled)
    })
  }
  const folder = options.keep ?? newFolder()
  try {
    await fillFolder(folder, filled)
    // Opened anew: what it holds and how fast it starts is that of an engine that only answers.
    const opened = await openFolder(folder)
    try {
      return await readsIn(opened, filled)
    } finally {
      await opened.close()
    }
  } finally {
    if (options.keep === null) removeFolder(folder)
  }
}

async function fillFolder(folder: string, filled: Filled): Promise<void> {
  const { db, close } = await openFolder(folder)
  try {
    const known = await countReadings(db)
    if (known > 0) return log(`${folder} is filled already`)
    log(`filling with ${filled.readings} readings a year`)
    await fill(db, filled, log)
  } finally {
    await close()
  }
}

async function readsIn({ db, started, megabytes }: Opened, filled: Filled): Promise<StoreResult['reads']> {
  facts ??= await engineFacts(db)
  const readings = await countReadings(db)
  log(`reads, of ${readings} readings`)
  const reads = await measureReads(db, holds.of(db, 'reads'), filled, {
    runs: options.runs,
    now: NOW,
    charted: fastKeys,
  })
  return { ...reads, readings, started, megabytes: megabytes() }
}

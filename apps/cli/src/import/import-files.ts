import { basename } from 'node:path'
import {
  formatTime,
  fromMillis,
  type Kommunkod,
  type Micros,
  type Register,
  statusCodes,
} from '@driftbild/core'
import { type Recording, replayRegister } from '@driftbild/simulators'
import {
  type Database,
  listImports,
  listMunicipalities,
  loadRegister,
  openDatabase,
  putJob,
  putRegister,
} from '@driftbild/store'
import type { ImportOptions } from '../commands/import.ts'
import { Mistake } from '../mistake.ts'
import { type Stop, stopAsked } from '../stop-asked.ts'
import { openDataFolder } from '../up/folder.ts'
import { createProgress, type Progress } from '../up/progress.ts'
import { findRunning } from '../up/running.ts'
import { readUpSettings } from '../up/settings.ts'
import { bulkWrite, type PastReading } from './bulk-write.ts'
import { type ImportIdentity, readRecording } from './read-recording.ts'
import { registerFor } from './register-for.ts'
import { tellIssues } from './tell-issues.ts'

const now = () => fromMillis(Date.now())

export async function importFiles(files: string[], options: ImportOptions): Promise<void> {
  const running = findRunning(openDataFolder(readUpSettings(process.env).dataFolder).root)
  const progress = createProgress(process.stdout)
  const { recording, identity } = await readRecording(files, options)
  tellRefusals(recording, progress)
  const db = openDatabase(running.databaseUrl)
  try {
    await takeIn({
      db,
      recording,
      identity,
      options,
      progress,
      name: files.map((f) => basename(f)).join(', '),
    })
  } finally {
    await db.close()
  }
  if (recording.counts.refused > 0) process.exitCode = 1
}

interface TakeIn {
  db: Database
  recording: Recording
  identity: ImportIdentity
  options: ImportOptions
  progress: Progress
  name: string
}

async function takeIn({ db, recording, identity, options, progress, name }: TakeIn): Promise<void> {
  const own = replayRegister(recording, recording.mapping.municipality)
  const municipality = own.municipality.code
  const scope = { municipality, role: 'api' } as const
  const there = await registerThere(db, municipality)
  if (there && !options.again) await refuseOtherMeaning(db, municipality, identity)
  const register = registerFor(own, there, options.addSignals ?? false)
  if (register) await db.transaction(scope, (tx) => putRegister(tx, register))
  if (register && options.addSignals) {
    const added = register.signals.map((signal) => signal.key)
    progress.print(`  put into the register: ${added.join(', ') || 'nothing, it lacks none'}`)
  }

  const total = recording.columns.length
  const tell = (done: number, state: 'running' | 'waiting' | 'done') => {
    const id = `import-${identity.whole.slice(0, 12)}`
    const job = { id, kind: 'import', done, secondsLeft: null, state, message: name }
    return db.transaction(scope, (tx) => putJob(tx, job, now()))
  }
  const stop = stopAsked()
  let toldAt = performance.now()
  await tell(0, 'running')
  const { readings, known } = await bulkWrite({
    db,
    municipality,
    name,
    hash: identity.whole,
    readings: untilAsked(readingsOf(recording), stop),
    now,
    onProgress: async (written) => {
      progress.say('import', `${written} of ${total} readings`)
      if (performance.now() - toldAt < 1000) return
      toldAt = performance.now()
      await tell(written / total, 'running')
    },
  }).catch((cause: Error) => {
    throw new Mistake(`the import stopped: ${cause.message}`, GO_ON, { cause })
  })
  if (stop.asked) {
    await tell(readings / total, 'waiting')
    throw new Mistake(`the import was stopped after ${readings} of ${total} readings`, GO_ON)
  }
  await tell(1, 'done')
  progress.say('import', outcome(readings, known), true)
  tellCounts(recording, progress)
  await tellIssues({ db, municipality, hash: identity.whole, progress })
}

const GO_ON = 'Start the same import again: it goes on where it stopped.'

export async function registerThere(db: Database, municipality: Kommunkod): Promise<Register | null> {
  const known = (await listMunicipalities(db)).some(({ code }) => code === municipality)
  return known ? loadRegister(db, municipality) : null
}

/** The same rows taken for something else would stand beside what they were taken for first. */
async function refuseOtherMeaning(
  db: Database,
  municipality: Kommunkod,
  { content, whole }: ImportIdentity,
): Promise<void> {
  const before = await db.transaction({ municipality, role: 'api' }, (tx) => listImports(tx, `${content}:`))
  const other = before.find(({ hash, readings }) => hash !== whole && readings > 0)
  if (!other || before.some(({ hash }) => hash === whole)) return
  throw new Mistake(
    `these files were taken in before, on ${day(other.createdAt)}, by another mapping or for another time (${other.readings} readings): their values would be stored twice`,
    'Use the mapping, --zone, --from and --to of that time. If another import of them is meant, say --again.',
  )
}

const day = (at: Micros): string => formatTime(at).slice(0, 10)

function outcome(readings: number, known: number): string {
  if (readings === 0) return 'there is nothing to take in'
  if (known === readings) return `nothing new: these ${readings} readings were taken in before`
  return `${readings - known} readings taken in${known > 0 ? `, ${known} were there from before` : ''}`
}

function tellRefusals({ refusals, counts }: Recording, progress: Progress): void {
  for (const { file, line, column, reason, text } of refusals) {
    progress.print(`  ${file}:${line}: ${[reason, column, text && `"${text}"`].filter(Boolean).join(' ')}`)
  }
  const more = counts.refused + counts.repeated - refusals.length
  if (more > 0) progress.print(`  and ${more} more`)
}

function tellCounts({ counts, laterHourRows, ignored }: Recording, progress: Progress): void {
  progress.print(
    `  ${Object.entries(counts)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}`,
  )
  if (laterHourRows > 0) progress.print(`  rows of a repeated autumn hour ${laterHourRows}`)
  if (ignored.length > 0) progress.print(`  columns that the mapping does not name: ${ignored.join(', ')}`)
}

function* untilAsked(readings: Iterable<PastReading>, stop: Stop): Generator<PastReading> {
  for (const reading of readings) {
    if (stop.asked) return
    yield reading
  }
}

function* readingsOf({ columns, series }: Recording): Generator<PastReading> {
  for (let i = 0; i < columns.length; i++) {
    const { key, unit } = series[columns.series[i]!]!
    const value = columns.value[i]!
    const missing = Number.isNaN(value)
    yield {
      key,
      unit,
      time: columns.time[i]!,
      value: missing ? null : value,
      status: missing ? statusCodes.BadNoData : statusCodes.Good,
    }
  }
}

import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { formatTime, type Kommunkod, type Micros } from '@driftbild/core'
import {
  type ArchivedFile,
  type ArchiveManifest,
  createReadingDigest,
  createReadingsWriter,
} from '@driftbild/formats'
import {
  archivePages,
  type Database,
  letGoInto,
  listArchived,
  listEpochs,
  listMunicipalities,
  loadRegister,
  noteArchived,
} from '@driftbild/store'
import { Mistake } from '../mistake.ts'
import type { Stop } from '../stop-asked.ts'
import type { Progress } from '../up/progress.ts'
import { checkFile, findManifest, saveManifest, sha256Of } from './archive-folder.ts'
import { type Month, monthsOf } from './months.ts'

/** Readings after which it is told how far a month is. */
const TOLD = 50_000

export interface ExportYear {
  db: Database
  municipality: Kommunkod
  year: number
  folder: string
  /** Writes months anew that are there. */
  again: boolean
  stop: Stop
  progress: Progress
  now: () => Micros
}

/**
 * Writes a municipality's closed year into a folder, a file a month, each read back before it counts. What is
 * finished stays when it is stopped; begun again, it goes on with the next month.
 */
export async function exportYear(work: ExportYear): Promise<ArchiveManifest> {
  const { db, municipality, year, folder, stop, progress, now } = work
  const months = monthsOf(year)
  if (months.at(-1)!.to > now()) {
    throw new Mistake(
      `${year} is not over yet`,
      'An archive is of a whole year, because what is archived may be let go of.',
    )
  }
  let manifest = await beginManifest(work)
  for (const month of months.filter(({ name }) => !manifest.files.some((file) => file.month === name))) {
    await refuseOnlyCopy(db, municipality, join(folder, nameOf(municipality, month)))
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  saveManifest(folder, manifest)
  const noted = new Set(
    (await db.transaction({ municipality, role: 'api' }, listArchived)).map(({ sha256 }) => sha256),
  )
  for (const [done, month] of months.entries()) {
    let file = manifest.files.find((one) => one.month === month.name)
    if (file && noted.has(file.sha256)) continue
    if (!file) {
      const written = await writeMonth(work, month)
      if (!written) {
        throw new Mistake(
          `stopped after ${done} of 12 months`,
          'Start the same export again: it goes on where it stopped.',
        )
      }
      file = written
    }
    progress.say('archive', `${month.name}: reading it back`)
    const { problems, counts } = await checkFile(folder, file, month)
    if (problems.length > 0) {
      throw new Mistake(
        `${join(folder, file.name)}: ${problems.join(', ')}`,
        'Nothing was let go of. Look at the disk; then export again with --again, into another folder if need be.',
      )
    }
    manifest = { ...manifest, files: [...manifest.files.filter((one) => one.month !== month.name), file] }
    saveManifest(folder, manifest)
    const stretch = { ...month, name: file.name, sha256: file.sha256 }
    await db.transaction({ municipality, role: 'api' }, (tx) => noteArchived(tx, stretch, counts, now()))
    progress.print(`  ${file.name}  ${file.rows} readings, ${file.bytes} bytes`)
    if (stop.asked && month !== months.at(-1)) {
      throw new Mistake(
        `stopped after ${done + 1} of 12 months`,
        'Start the same export again: it goes on where it stopped.',
      )
    }
  }
  return manifest
}

/** The folder's own where it is of this year, with what is known now of the signals; else a new one. */
async function beginManifest({
  db,
  municipality,
  year,
  folder,
  again,
  now,
}: ExportYear): Promise<ArchiveManifest> {
  const there = findManifest(folder)
  if (there && (there.municipality.code !== municipality || there.year !== year)) {
    throw new Mistake(
      `${folder} holds the archive of ${there.municipality.code}, ${there.year}`,
      'Name another folder with --out: each year of a municipality has its own.',
    )
  }
  const known = await listMunicipalities(db)
  const own = known.find(({ code }) => code === municipality)
  if (!own) {
    const codes = known.map(({ code }) => code).join(', ')
    throw new Mistake(
      `there is no municipality ${municipality}`,
      codes ? `There are: ${codes}.` : 'There is none yet.',
    )
  }
  const { assets, signals } = await loadRegister(db, municipality)
  return db.transaction({ municipality, role: 'api' }, async (tx) => {
    const tags = new Set(signals.map(({ asset }) => asset))
    return {
      format: 'driftbild-readings' as const,
      version: 1 as const,
      municipality: own,
      year,
      writtenAt: now(),
      collectors: await listEpochs(tx),
      assets: assets.filter(({ tag }) => tags.has(tag)),
      signals,
      files: again ? [] : (there?.files ?? []),
    }
  })
}

const nameOf = (municipality: Kommunkod, month: Month): string => `${municipality}-${month.name}.parquet`

/** A file that has what the store let go of must not be written anew: its readings are nowhere else. */
async function refuseOnlyCopy(db: Database, municipality: Kommunkod, path: string): Promise<void> {
  if (!existsSync(path)) return
  const sha256 = await sha256Of(path)
  const gone = await db.transaction({ municipality, role: 'reader' }, (tx) => letGoInto(tx, sha256))
  if (gone.length === 0) return
  throw new Mistake(
    `${path} has readings that the store let go of, of ${gone.length} signals: they would be lost`,
    'Export into another folder, and keep this one.',
  )
}

/** Null when a stop was asked for: then nothing of it is left. */
async function writeMonth(
  { db, municipality, folder, stop, progress }: ExportYear,
  month: Month,
): Promise<ArchivedFile | null> {
  const name = nameOf(municipality, month)
  const part = join(folder, `${name}.part`)
  const hash = createHash('sha256')
  const digest = createReadingDigest()
  let rows = 0
  const fd = openSync(part, 'w', 0o600)
  try {
    const writer = createReadingsWriter({
      sink(bytes) {
        hash.update(bytes)
        writeAll(fd, bytes)
      },
      notes: { municipality, from: formatTime(month.from), to: formatTime(month.to) },
    })
    for await (const page of archivePages(db, municipality, month)) {
      if (stop.asked) return null
      for (const row of page) {
        digest.add(row)
        writer.add(row)
      }
      rows += page.length
      progress.say('archive', `${month.name}: ${Math.floor(rows / TOLD) * TOLD} readings and more`)
    }
    writer.finish()
    fsyncSync(fd)
    renameSync(part, join(folder, name))
    syncFolder(folder)
  } finally {
    closeSync(fd)
    rmSync(part, { force: true })
  }
  const { size: bytes } = statSync(join(folder, name))
  return { name, month: month.name, bytes, sha256: hash.digest('hex'), rows, content: digest.finish() }
}

/** What is named there is still so after a power cut: somebody may let go of what the store has because of it. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
}

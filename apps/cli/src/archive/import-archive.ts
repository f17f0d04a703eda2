import { join } from 'node:path'
import type { Micros, Register } from '@driftbild/core'
import type { ArchivedFile, ArchivedReading, ArchiveManifest } from '@driftbild/formats'
import { type Database, listImports, putRegister } from '@driftbild/store'
import { bulkWriteAs } from '../import/bulk-write.ts'
import { registerThere } from '../import/import-files.ts'
import { registerFor } from '../import/register-for.ts'
import { tellIssues } from '../import/tell-issues.ts'
import { Mistake } from '../mistake.ts'
import type { Stop } from '../stop-asked.ts'
import type { Progress } from '../up/progress.ts'
import { readFile } from './archive-folder.ts'

export interface ImportArchive {
  db: Database
  folder: string
  manifest: ArchiveManifest
  addSignals: boolean
  stop: Stop
  progress: Progress
  now: () => Micros
}

/**
 * Takes an archive into a store that its readings don't come from: each file is a collector's, known by its hash, so
 * that no row is taken twice however often it is begun.
 */
export async function importArchive(work: ImportArchive): Promise<void> {
  const { db, manifest, stop, progress } = work
  const scope = { municipality: manifest.municipality.code, role: 'api' } as const
  await refuseOtherVersion(work)
  const register = registerOf(manifest, await registerThere(db, scope.municipality), work.addSignals)
  if (register) await db.transaction(scope, (tx) => putRegister(tx, register))
  for (const file of manifest.files) {
    const { readings, known } = await importFile(work, file)
    if (stop.asked && readings < file.rows) {
      throw new Mistake(`stopped in ${file.name} after ${readings} readings`, GO_ON)
    }
    const before = known > 0 ? `, ${known} of them were there from before` : ''
    progress.print(`  ${file.name}: ${readings} readings${before}`)
    await tellIssues({ db, municipality: scope.municipality, hash: hashOf(file), progress })
    if (stop.asked) throw new Mistake(`stopped after ${file.name}`, GO_ON)
  }
}

const GO_ON = 'Start the same import again: it goes on where it stopped.'

const hashOf = ({ month, sha256 }: ArchivedFile): string => `archive:${month}:${sha256}`

/** A month that was exported anew has the same readings in another file: both would have them twice. */
async function refuseOtherVersion({ db, manifest }: ImportArchive): Promise<void> {
  for (const file of manifest.files) {
    const before = await db.transaction({ municipality: manifest.municipality.code, role: 'api' }, (tx) =>
      listImports(tx, `archive:${file.month}:`),
    )
    const other = before.find(({ hash, readings }) => readings > 0 && hash !== hashOf(file))
    if (other) {
      throw new Mistake(
        `${file.month} was taken in before from another file (${other.name}, ${other.readings} readings): its readings would be stored twice`,
        'Import that archive, or this one into an empty store.',
      )
    }
  }
}

/** The archive's signals, where the municipality is new or lacks some and a person wants them put in. */
function registerOf(manifest: ArchiveManifest, there: Register | null, addSignals: boolean): Register | null {
  const own: Register = {
    municipality: manifest.municipality,
    sites: [],
    zones: [],
    // What they stood in is not in the archive.
    assets: manifest.assets.map((asset) => ({ ...asset, site: null, zone: null })),
    items: [],
    installations: [],
    relations: [],
    signals: manifest.signals,
    alarmRules: [],
  }
  if (!there) return own
  // By no recording's name: what is there is never put in anew.
  const municipality = { ...own.municipality, recording: null }
  return addSignals ? registerFor({ ...own, municipality }, there, true) : null
}

const importFile = (
  { db, folder, manifest, stop, progress, now }: ImportArchive,
  file: ArchivedFile,
): Promise<{ readings: number; known: number }> =>
  bulkWriteAs<ArchivedReading>(
    {
      db,
      municipality: manifest.municipality.code,
      name: file.name,
      hash: hashOf(file),
      readings: untilAsked(join(folder, file.name), stop),
      now,
      onProgress: (written) => progress.say('archive', `${file.name}: ${written} of ${file.rows} readings`),
    },
    (row) => row,
  ).catch((cause: Error) => {
    throw new Mistake(`the import stopped in ${file.name}: ${cause.message}`, GO_ON, { cause })
  })

async function* untilAsked(path: string, stop: Stop): AsyncGenerator<ArchivedReading> {
  for await (const group of readFile(path)) {
    for (const row of group) {
      if (stop.asked) return
      yield row
    }
  }
}

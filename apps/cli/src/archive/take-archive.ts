import { join } from 'node:path'
import { listEpochs } from '@driftbild/store'
import { Mistake } from '../mistake.ts'
import { sha256Of } from './archive-folder.ts'
import { type ImportArchive, importArchive } from './import-archive.ts'
import { putBackArchive } from './put-back-archive.ts'

/**
 * Takes an archive into a store after a look at every file: half a month is worse than none. The store that it was
 * written from gets back what it let go of; another one gets all of it.
 */
export async function takeArchive(work: ImportArchive): Promise<void> {
  const { folder, manifest, progress } = work
  for (const { name, sha256 } of manifest.files) {
    progress.say('archive', `${name}: looking at its bytes`)
    const found = await sha256Of(join(folder, name)).catch((cause: Error) => {
      throw new Mistake(`${join(folder, name)} can’t be read: ${cause.message}`, COPY, { cause })
    })
    if (found !== sha256) throw new Mistake(`${join(folder, name)} is not the file that was written`, COPY)
  }
  if (await isHome(work)) await putBackArchive(work)
  else await importArchive(work)
}

/** Whether the store knows an outbox that the archive's readings came from: then it has, or had, them all. */
async function isHome({ db, manifest }: ImportArchive): Promise<boolean> {
  const known = await db.transaction({ municipality: manifest.municipality.code, role: 'reader' }, listEpochs)
  const epochs = new Set(known.map(({ epoch }) => epoch))
  return manifest.collectors.some(({ epoch }) => epochs.has(epoch))
}

const COPY = 'Take it from another copy of the archive; driftbild archive verify reads every file.'

import { join } from 'node:path'
import { Mistake } from '../mistake.ts'
import { sha256Of } from './archive-folder.ts'
import { type ImportArchive, importArchive } from './import-archive.ts'

/** Takes an archive into a store after a look at every file: half a month is worse than none. */
export async function takeArchive(work: ImportArchive): Promise<void> {
  const { folder, manifest, progress } = work
  for (const { name, sha256 } of manifest.files) {
    progress.say('archive', `${name}: looking at its bytes`)
    const found = await sha256Of(join(folder, name)).catch((cause: Error) => {
      throw new Mistake(`${join(folder, name)} can’t be read: ${cause.message}`, COPY, { cause })
    })
    if (found !== sha256) throw new Mistake(`${join(folder, name)} is not the file that was written`, COPY)
  }
  await importArchive(work)
}

const COPY = 'Take it from another copy of the archive; driftbild archive verify reads every file.'

import type { ArchiveManifest } from '@driftbild/formats'
import type { Progress } from '../up/progress.ts'
import { checkFile } from './archive-folder.ts'
import { monthsOf } from './months.ts'

/** Reads every file of an archive whole, and says what is wrong. Gives how many things are. */
export async function verifyArchive(
  folder: string,
  manifest: ArchiveManifest,
  progress: Progress,
): Promise<number> {
  let wrong = 0
  for (const month of monthsOf(manifest.year)) {
    const file = manifest.files.find((one) => one.month === month.name)
    if (!file) {
      wrong++
      progress.print(`  ${month.name}: is missing, the export was not finished`)
      continue
    }
    progress.say('archive', `${file.name}: reading`)
    const { problems } = await checkFile(folder, file, month)
    wrong += problems.length
    progress.print(`  ${file.name}: ${problems.join(', ') || `${file.rows} readings, as they were written`}`)
  }
  return wrong
}

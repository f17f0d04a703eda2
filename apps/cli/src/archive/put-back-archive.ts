import { join } from 'node:path'
import { DAY, formatTime } from '@driftbild/core'
import type { ArchivedFile, ArchivedReading } from '@driftbild/formats'
import { dueSignals, letGoInto, putBack } from '@driftbild/store'
import { Mistake } from '../mistake.ts'
import { readFile } from './archive-folder.ts'
import type { ImportArchive } from './import-archive.ts'
import { monthsOf } from './months.ts'

/** Readings in one transaction, and what is left of a signal's day. */
const AT_ONCE = 5_000

/** Puts back what was let go of into the archive's files, in the store that it was written from. All else is there. */
export async function putBackArchive(work: ImportArchive): Promise<void> {
  const { db, manifest, progress, stop } = work
  const months = monthsOf(manifest.year)
  for (const file of manifest.files) {
    const keys = await keysLetGo(work, file, months.find(({ name }) => name === file.month)!.to)
    if (keys.size === 0) {
      progress.print(`  ${file.name}: nothing of it was let go of`)
      continue
    }
    let readings = 0
    for await (const part of wholeDays(join(work.folder, file.name), keys)) {
      if (stop.asked) throw new Mistake(`stopped in ${file.name}`, GO_ON)
      readings += (await putBack(db, manifest.municipality.code, file.sha256, part)).readings
      progress.say('archive', `${file.name}: ${readings} readings put back`)
    }
    progress.print(`  ${file.name}: ${readings} readings put back`)
  }
}

const GO_ON = 'Start the same import again: it goes on where it stopped.'

/** Of which signals readings went into the file. A Mistake where they would go again as soon as they are back. */
async function keysLetGo(
  { db, manifest, now }: ImportArchive,
  { name, sha256 }: ArchivedFile,
  to: number,
): Promise<Set<string>> {
  const municipality = manifest.municipality.code
  const gone = await db.transaction({ municipality, role: 'reader' }, (tx) => letGoInto(tx, sha256))
  const { readings: due } = await dueSignals(db, municipality, now())
  const again = gone.find(({ signal }) => (due.get(signal)?.before ?? 0) >= to)
  if (again) {
    const { before, decision } = due.get(again.signal)!
    throw new Mistake(
      `what ${name} has of ${again.key} would be let go of again at once: by ${decision} everything before ${formatTime(before).slice(0, 10)} goes`,
      'Have its class kept for longer first.',
    )
  }
  return new Set(gone.map(({ key }) => key))
}

/** Some signals' readings in the file's order, in parts that end with a day of a signal. */
async function* wholeDays(path: string, keys: ReadonlySet<string>): AsyncGenerator<ArchivedReading[]> {
  let part: ArchivedReading[] = []
  for await (const group of readFile(path)) {
    for (const row of group) {
      if (!keys.has(row.key)) continue
      const last = part.at(-1)
      if (part.length >= AT_ONCE && last && !isSameDay(last, row)) {
        yield part
        part = []
      }
      part.push(row)
    }
  }
  if (part.length > 0) yield part
}

const isSameDay = (a: ArchivedReading, b: ArchivedReading): boolean =>
  a.key === b.key && Math.floor(a.reading.sourceTime / DAY) === Math.floor(b.reading.sourceTime / DAY)

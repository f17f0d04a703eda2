import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, formatTime, type Micros } from '@driftbild/core'
import {
  type ArchivedFile,
  type ArchivedReading,
  ArchiveManifest,
  createReadingDigest,
  readReadings,
} from '@driftbild/formats'
import { Mistake } from '../mistake.ts'
import { withBytes } from '../open-bytes.ts'
import { writeWhole } from '../write-whole.ts'

const MANIFEST = 'manifest.json'

/** What the folder says of itself; null where there is no manifest in it. */
export function findManifest(folder: string): ArchiveManifest | null {
  let text: string
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8')
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') return null
    throw new Mistake(`${folder} can’t be read: ${(cause as Error).message}`, null, { cause })
  }
  const parsed = ArchiveManifest.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Mistake(
    `${join(folder, MANIFEST)} is not the manifest of an archive: ${issue!.path.join('.')} ${issue!.message}`,
    'It may be of a newer version of Driftbild, or damaged: take it from another copy of the archive.',
  )
}

export function getManifest(folder: string): ArchiveManifest {
  const manifest = findManifest(folder)
  if (manifest) return manifest
  throw new Mistake(`${folder} is no archive: it has no ${MANIFEST}`, 'driftbild archive export writes one.')
}

export const saveManifest = (folder: string, manifest: ArchiveManifest): void =>
  writeWhole(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** The readings of a file, one group of rows after another. */
export const readFile = (path: string): AsyncGenerator<ArchivedReading[]> => withBytes(path, readReadings)

export interface Checked {
  /** What is wrong with it, in words; none where it is what it was. */
  problems: string[]
  /** Readings of each day of the stretch, by signal. */
  counts: Map<string, number[]>
}

/** Reads a file back from the disk, whole: its bytes and every reading in it. */
export async function checkFile(
  folder: string,
  file: ArchivedFile,
  { from, to }: { from: Micros; to: Micros },
): Promise<Checked> {
  const path = join(folder, file.name)
  const counts = new Map<string, number[]>()
  try {
    if ((await sha256Of(path)) !== file.sha256) {
      return { problems: ['its bytes are not those that were written'], counts }
    }
    const digest = createReadingDigest()
    let rows = 0
    for await (const group of readFile(path)) {
      for (const row of group) {
        digest.add(row)
        count(counts, row, { from, to })
      }
      rows += group.length
    }
    const problems: string[] = []
    if (rows !== file.rows) problems.push(`it has ${rows} readings, not ${file.rows}`)
    if (digest.finish() !== file.content) problems.push('its readings are not those that were written')
    return { problems, counts }
  } catch (cause) {
    return { problems: [`it can’t be read: ${(cause as Error).message}`], counts }
  }
}

function count(
  counts: Map<string, number[]>,
  { key, reading: { sourceTime } }: ArchivedReading,
  { from, to }: { from: Micros; to: Micros },
): void {
  if (sourceTime < from || sourceTime >= to) {
    throw new Error(`a reading of ${key} at ${formatTime(sourceTime)} is of another month`)
  }
  let days = counts.get(key)
  if (!days) {
    days = Array<number>((to - from) / DAY).fill(0)
    counts.set(key, days)
  }
  days[Math.floor((sourceTime - from) / DAY)]!++
}

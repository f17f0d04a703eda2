import { cpSync, createReadStream, lstatSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type FileOperation, imageAfterPowerCut } from '@driftbild/store/recorded-writes'

/**
 * What a folder would hold if the power had gone at the end of a journal of what was written to it since it was
 * `before`: everything synced, and an unordered part of what was not. Takes the folder's place.
 */
export async function cutPower(
  { before, journal, folder }: { before: string; journal: string; folder: string },
  random: () => number,
  options?: { heedSyncs: boolean },
): Promise<void> {
  const written = await readJournal(journal)
  const syncs = written.filter(({ op }) => op === 'sync').length
  if (syncs === 0) throw new Error(`${journal} tells of no sync: nothing was recorded`)
  const image = `${folder}.image`
  imageAfterPowerCut([...operationsOf(before), ...written], image, random, options)
  rmSync(folder, { recursive: true })
  renameSync(image, folder)
}

/** A copy of a folder that nobody writes to. */
export function copyFolder(folder: string): string {
  const copy = `${folder}.before`
  rmSync(copy, { recursive: true, force: true })
  cpSync(folder, copy, { recursive: true })
  return copy
}

async function readJournal(file: string): Promise<FileOperation[]> {
  const operations: FileOperation[] = []
  // The last line may be torn: its writer was killed.
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.endsWith('}')) operations.push(JSON.parse(line) as FileOperation)
  }
  return operations
}

/** A folder as the operations that make it, all of it synced. */
function* operationsOf(folder: string, below = ''): Generator<FileOperation> {
  for (const name of readdirSync(join(folder, below))) {
    const file = join(below, name)
    const state = lstatSync(join(folder, file))
    if (state.isDirectory()) {
      yield { op: 'mkdir', file }
      yield* operationsOf(folder, file)
      // What is shared in memory through a file doesn't outlive the machine.
    } else if (state.isFile() && !name.endsWith('-shm')) {
      yield { op: 'create', file }
      yield { op: 'write', file, at: 0, data: readFileSync(join(folder, file)).toString('base64') }
      yield { op: 'sync', file }
    }
  }
}

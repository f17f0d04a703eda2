import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Micros } from '@driftbild/core'
import { readParquetRows, type TextRow } from '@driftbild/formats'
import {
  loadMapping,
  loadRecording,
  parseMoment,
  type Recording,
  type ReplayMapping,
  readyMappings,
} from '@driftbild/simulators'
import type { ImportOptions } from '../commands/import.ts'
import { Mistake } from '../mistake.ts'
import { withBytes } from '../open-bytes.ts'

/** Files, and what their columns are taken for. */
export interface Reading {
  recording: Recording
  identity: ImportIdentity
}

/** By which an import is known again: what the files hold, and what it was taken for. */
export interface ImportIdentity {
  content: string
  /** Of content and meaning. Begins with the content's. */
  whole: string
}

export async function readRecording(files: readonly string[], options: ImportOptions): Promise<Reading> {
  const mapping = orMistake(
    () => loadMapping(options.mapping),
    `--mapping is ${readyMappings().join(', ')}, or a JSON file like those in packages/simulators/src/replay/mappings.`,
  )
  const zone = options.zone ?? mapping.zone
  const window = orMistake(() => ({
    ...(options.from !== undefined && { from: parseMoment(options.from, zone) }),
    ...(options.to !== undefined && { to: parseMoment(options.to, zone) }),
  }))
  const recording = await loadRecording({ files, mapping, zone, readOther: parquetRows, ...window }).catch(
    (cause: Error) => {
      throw new Mistake(cause.message, null, { cause })
    },
  )
  return { recording, identity: await identityOf(files, mapping, zone, window) }
}

/** Null of a file that isn't called one. */
function parquetRows(file: string): AsyncIterable<TextRow> | null {
  return file.toLowerCase().endsWith('.parquet') ? rowsOf(file) : null
}

async function* rowsOf(file: string): AsyncGenerator<TextRow> {
  try {
    yield* withBytes(file, readParquetRows)
  } catch (cause) {
    throw new Error(`${file} can’t be read as Parquet: ${(cause as Error).message}`, { cause })
  }
}

function orMistake<T>(read: () => T, advice: string | null = null): T {
  try {
    return read()
  } catch (cause) {
    throw new Mistake((cause as Error).message, advice, { cause })
  }
}

async function identityOf(
  files: readonly string[],
  mapping: ReplayMapping,
  zone: string | null,
  window: { from?: Micros; to?: Micros },
): Promise<ImportIdentity> {
  const hash = createHash('sha256')
  for (const file of files) for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  const content = hash.digest('hex')
  // Not what only describes: a better name makes no other values of the file.
  const { notes: _, name: __, alarms: ___, ...meaning } = mapping
  const taken = createHash('sha256')
    .update(JSON.stringify([meaning, zone, window]))
    .digest('hex')
  return { content, whole: `${content}:${taken.slice(0, 16)}` }
}

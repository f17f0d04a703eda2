import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HOUR, type Kommunkod, type Micros, ProblemError } from '@driftbild/core'
import {
  type FeatureFormat,
  featureFormats,
  gridNames,
  openFeatures,
  UnreadableFile,
} from '@driftbild/formats/features'
import type { ImportFileView } from '../contract/index.ts'
import { inspectFile } from './inspect-file.ts'

export interface ImportFile {
  municipality: Kommunkod
  person: string
  path: string
  view: ImportFileView
  keptUntil: Micros
}

/** Files that people handed in to be read into the register, until they are done with them. */
export interface ImportDesk {
  /** What an earlier process left is nobody's any more. */
  open(): Promise<void>
  /** Takes a file in and looks through it. Throws what is wrong with it. */
  take(file: {
    municipality: Kommunkod
    person: string
    name: string
    body: AsyncIterable<Uint8Array>
  }): Promise<ImportFileView>
  find(municipality: Kommunkod, person: string, id: string): ImportFile | null
  tidy(): Promise<void>
}

const MOST_BYTES = 100 * 1024 * 1024
const MOST_FEATURES = 100_000
/** Told of one file; who has put these right hands it in again. */
const MOST_PROBLEMS = 50
const KEPT_FOR = 6 * HOUR

const systems = Object.entries(gridNames).map(([code, name]) => ({ code: Number(code), name }))

const formatOf = (name: string): FeatureFormat | undefined => {
  const ending = name.toLowerCase().split('.').at(-1)
  return ending === 'json' ? 'geojson' : featureFormats.find((one) => one === ending)
}

export function createImportDesk({ folder, now }: { folder: string; now: () => Micros }): ImportDesk {
  const files = new Map<string, ImportFile>()
  return {
    async open() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const name of await readdir(folder)) await rm(join(folder, name), { force: true })
    },
    async take({ municipality, person, name, body }) {
      const format = formatOf(name)
      if (!format) {
        throw new ProblemError(400, { code: 'import-format', ref: name, context: { known: featureFormats } })
      }
      const id = randomUUID()
      const path = join(folder, id)
      try {
        await pipeline(Readable.from(limited(body)), createWriteStream(path))
        const view = { id, name, format, systems, ...(await look(format, path)) }
        files.set(id, { municipality, person, path, view, keptUntil: now() + KEPT_FOR })
        return view
      } catch (error) {
        await rm(path, { force: true })
        if (!(error instanceof UnreadableFile)) throw error
        throw new ProblemError(
          422,
          {
            ...{ code: 'import-unreadable', ref: name },
            context: {
              ...{ why: error.why, line: error.line ?? 0, count: error.problems.length },
              problems: error.problems.slice(0, MOST_PROBLEMS),
            },
          },
          { cause: error },
        )
      }
    },
    find(municipality, person, id) {
      const file = files.get(id)
      if (file?.municipality !== municipality || file.person !== person) return null
      // A draft that is made of it now reads it once more when it is applied.
      file.keptUntil = now() + KEPT_FOR
      return file
    },
    async tidy() {
      for (const [id, { path, keptUntil }] of files) {
        if (keptUntil > now()) continue
        files.delete(id)
        await rm(path, { force: true })
      }
    },
  }
}

async function look(
  format: FeatureFormat,
  path: string,
): Promise<Pick<ImportFileView, 'layers' | 'leftOut'>> {
  const file = await openFeatures(format, path)
  try {
    const layers = await inspectFile(file)
    const features = layers.reduce((sum, layer) => sum + layer.features, 0)
    if (features > MOST_FEATURES) {
      throw new ProblemError(422, { code: 'import-too-many', context: { most: MOST_FEATURES, features } })
    }
    return { layers, leftOut: file.leftOut ?? [] }
  } finally {
    file.close()
  }
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) throw new ProblemError(413, { code: 'too-large', context: { most: MOST_BYTES } })
    yield chunk
  }
}

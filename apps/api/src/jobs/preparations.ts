import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Model, ModelSubject } from '@driftbild/models'
import { describeError, type Log } from '../log.ts'
import type { Given, StepThread } from './step-thread.ts'

/** What models work out once for each drawing of a subject, kept on the disk by the drawing's hash. */
export interface Preparations {
  /** What the steps of a subject are given; comes when it is worked out. Without it where that fails. */
  given(model: Model, subject: ModelSubject): Promise<Given>
  /** The same at once; null while it is being worked out, which begins by asking. */
  ready(model: Model, subject: ModelSubject): Given | null
  close(): Promise<void>
}

interface Parts {
  folder: string
  /** One of its own: a step doesn't wait for minutes. */
  thread: Pick<StepThread, 'prepare' | 'close'>
  log: Log
}

export function createPreparations({ folder, thread, log }: Parts): Preparations {
  const known = new Map<string, { coming: Promise<unknown>; value?: unknown }>()
  let last: Promise<unknown> = Promise.resolve()

  const make = async (model: Model, drawn: unknown, name: string): Promise<unknown> => {
    const file = join(folder, `${name}.json`)
    const kept = await readFile(file, 'utf8').catch(() => null)
    if (kept !== null) return JSON.parse(kept)
    const begun = performance.now()
    const value = await thread.prepare({ model: model.name, drawn })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // Whole or not at all: a file that was cut off would be read by every start after it.
    await writeFile(`${file}.part`, JSON.stringify(value), { mode: 0o600 })
    await rename(`${file}.part`, file)
    log('info', `${model.name} prepared ${name} in ${Math.round((performance.now() - begun) / 1000)} s`)
    return value
  }

  const entryOf = (model: Model, drawn: NonNullable<Given['drawn']>) => {
    const name = `${model.name}-${model.version}-${drawn.hash}`
    let entry = known.get(name)
    if (!entry) {
      // One after the other: each takes a whole core.
      const coming = last
        .then(() => make(model, drawn.value, name))
        .catch((error) => {
          log('error', `${model.name} could not prepare ${name}: ${describeError(error)}`)
          return null
        })
      last = coming
      const made: { coming: Promise<unknown>; value?: unknown } = { coming }
      coming.then((value) => {
        made.value = value
      })
      known.set(name, made)
      entry = made
    }
    return entry
  }

  const drawnOf = ({ prepare }: Model, subject: ModelSubject) => {
    const drawn = subject.drawn?.() ?? null
    return { drawn, isPrepared: drawn !== null && prepare !== undefined }
  }

  return {
    async given(model, subject) {
      const { drawn, isPrepared } = drawnOf(model, subject)
      if (!drawn) return {}
      return isPrepared ? withPrepared(drawn, await entryOf(model, drawn).coming) : { drawn }
    },
    ready(model, subject) {
      const { drawn, isPrepared } = drawnOf(model, subject)
      if (!drawn) return {}
      if (!isPrepared) return { drawn }
      const { value } = entryOf(model, drawn)
      return value === undefined ? null : withPrepared(drawn, value)
    },
    close: () => thread.close(),
  }
}

const withPrepared = (drawn: NonNullable<Given['drawn']>, value: unknown): Given =>
  value === null ? { drawn } : { drawn, prepared: value }

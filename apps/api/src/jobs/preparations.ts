import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Model, ModelSubject } from '@driftbild/models'
import { describeError, type Log } from '../log.ts'
import type { Given, StepThread } from './step-thread.ts'

/** What models work out once for each drawing of a subject, kept on the disk by the drawing's hash. */
export interface Preparations {
  /** What the steps of a subject are given; comes when it is worked out. Without it where that fails. */
  given(model: Model, subject: ModelSubject): Promise<Given>
  /** The same, without waiting; null while it is being worked out, which begins by asking. */
  ready(model: Model, subject: ModelSubject): Promise<Given | null>
  /** What was worked out for a drawing that none of these has any more goes; whoever asks for it has it made anew. */
  letGoBut(wanted: Iterable<Watched>): Promise<void>
  close(): Promise<void>
}

interface Watched {
  model: Model
  subject: ModelSubject
}

interface Parts {
  folder: string
  /** One of its own: a step doesn't wait for minutes. */
  thread: Pick<StepThread, 'prepare' | 'close'>
  log: Log
  /** What is held in memory at most, as it is written; the rest is read again when it is asked for. */
  mostBytes?: number
}

interface Prepared {
  value: unknown
  bytes: number
}

interface Coming {
  /** Null where it failed, and where nobody wanted it any more. */
  made: Promise<Prepared | null>
  waiting: number
  isWanted: boolean
}

const MOST_BYTES = 64 * 2 ** 20

export function createPreparations({ folder, thread, log, mostBytes = MOST_BYTES }: Parts): Preparations {
  const held = new Map<string, Prepared>()
  const coming = new Map<string, Coming>()
  const failed = new Set<string>()
  let last: Promise<unknown> = Promise.resolve()
  const fileOf = (name: string) => join(folder, `${name}.json`)

  const hold = (name: string, prepared: Prepared): Prepared => {
    held.delete(name)
    held.set(name, prepared)
    let bytes = 0
    for (const one of held.values()) bytes += one.bytes
    for (const [oldest, one] of held) {
      if (bytes <= mostBytes || oldest === name) break
      held.delete(oldest)
      bytes -= one.bytes
    }
    return prepared
  }

  const find = async (name: string): Promise<Prepared | null> => {
    const here = held.get(name)
    if (here) return hold(name, here)
    const text = await readFile(fileOf(name), 'utf8').catch(() => null)
    const read = text === null ? null : parsed(text)
    return read && hold(name, read)
  }

  /** Gives up what nobody wants any more; whoever asks from now on begins anew. */
  const leave = (name: string, { isWanted, waiting }: Coming): boolean => {
    const isLeft = !isWanted && waiting === 0
    if (isLeft) coming.delete(name)
    return isLeft
  }

  const make = async (model: Model, drawn: unknown, name: string, one: Coming): Promise<Prepared | null> => {
    if (leave(name, one)) return null
    const begun = performance.now()
    const value = await thread.prepare({ model: model.name, drawn })
    const text = JSON.stringify(value)
    if (leave(name, one)) return null
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // Whole or not at all: a file that was cut off would be read by every start after it.
    await writeFile(`${fileOf(name)}.part`, text, { mode: 0o600 })
    await rename(`${fileOf(name)}.part`, fileOf(name))
    log('info', `${model.name} prepared ${name} in ${Math.round((performance.now() - begun) / 1000)} s`)
    return hold(name, { value, bytes: text.length })
  }

  const begin = (model: Model, drawn: unknown, name: string): Coming => {
    const under = coming.get(name)
    if (under) {
      under.isWanted = true
      return under
    }
    const one: Coming = { made: Promise.resolve(null), waiting: 0, isWanted: true }
    // One after the other: each takes a whole core.
    one.made = last
      .then(() => make(model, drawn, name, one))
      .catch((error) => {
        log('error', `${model.name} could not prepare ${name}: ${describeError(error)}`)
        failed.add(name)
        return null
      })
      .finally(() => {
        if (coming.get(name) === one) coming.delete(name)
      })
    last = one.made
    coming.set(name, one)
    return one
  }

  const drawnOf = (model: Model, subject: ModelSubject) => {
    const drawn = subject.drawn?.() ?? null
    const name = drawn && model.prepare ? `${model.name}-${model.version}-${drawn.hash}` : null
    return { drawn, name: name !== null && failed.has(name) ? null : name }
  }

  return {
    async given(model, subject) {
      const { drawn, name } = drawnOf(model, subject)
      if (!drawn) return {}
      if (name === null) return { drawn }
      const found = await find(name)
      if (found) return withPrepared(drawn, found)
      const one = begin(model, drawn.value, name)
      one.waiting++
      const made = await one.made
      one.waiting--
      return withPrepared(drawn, made)
    },
    async ready(model, subject) {
      const { drawn, name } = drawnOf(model, subject)
      if (!drawn) return {}
      if (name === null) return { drawn }
      const found = await find(name)
      if (found) return withPrepared(drawn, found)
      begin(model, drawn.value, name)
      return null
    },
    async letGoBut(wanted) {
      const names = new Set<string>()
      for (const { model, subject } of wanted) {
        if (!model.prepare) continue
        // A drawing that nobody asked for yet is drawn now.
        await nextTurn()
        const { name } = drawnOf(model, subject)
        if (name !== null) names.add(name)
      }
      for (const name of held.keys()) if (!names.has(name)) held.delete(name)
      for (const [name, one] of coming) one.isWanted = names.has(name)
      for (const file of await readdir(folder).catch(() => [])) {
        const name = file.replace(/\.json(\.part)?$/, '')
        if (!names.has(name) && !coming.has(name)) await rm(join(folder, file), { force: true })
      }
    },
    close: () => thread.close(),
  }
}

const withPrepared = (drawn: NonNullable<Given['drawn']>, prepared: Prepared | null): Given =>
  prepared === null || prepared.value === null ? { drawn } : { drawn, prepared: prepared.value }

/** Null where the file is no whole one: a power cut can leave it empty. */
function parsed(text: string): Prepared | null {
  try {
    return { value: JSON.parse(text), bytes: text.length }
  } catch {
    return null
  }
}

import { Worker } from 'node:worker_threads'
import type { Lacking, Learnt, Revision, SeriesInputs, StepResult } from '@driftbild/models'
import type { PlannedStep } from './step-plan.ts'

/** A revision, and the weights that it speaks by: read when the thread doesn't know them yet. */
export interface SpeakingRevision extends Revision {
  weights: { hash: string; read(): Promise<unknown> } | null
}

export interface StepOrder {
  model: string
  /** By what it speaks here; null for the model as it came. */
  revision: SpeakingRevision | null
  /** For a start from nothing. */
  config: unknown
  /** What the model left; null to start from nothing. */
  state: { value: unknown } | null
  steps: readonly PlannedStep[]
  /** What every step gets beside its readings. */
  given?: Given
}

/** What a subject's steps are given beside readings: how it is drawn, and what was worked out for that. */
export type Given = Pick<SeriesInputs, 'drawn' | 'prepared'>

export interface PrepareOrder {
  model: string
  drawn: unknown
}
export interface LearnOrder {
  model: string
  /** What each subject's past gives. */
  pasts: readonly unknown[]
}

/** An order as the thread gets it: weights come once, and are called by their hash from then on. */
export type SentOrder = Omit<StepOrder, 'revision'> & {
  revision: (Revision & { weights: { hash: string; value?: unknown } | null }) | null
}
type Asked = SentOrder | { prepare: PrepareOrder } | { learn: LearnOrder }
export type StepRequest = Asked & { id: number }
export type SteppedResult = StepResult<unknown> & { asOf: number }
export type StepResponse =
  | { id: number; results: unknown }
  | { id: number; error: string }
  | { id: number; done: number }

export interface StepThread {
  /** The result of every step, in order. Rejects with what the model threw. */
  step(order: StepOrder): Promise<SteppedResult[]>
  /** What a model works out for a drawing: minutes, for which nobody else gets this thread. */
  prepare(order: PrepareOrder): Promise<unknown>
  /** What pasts teach a model: minutes, too. `onDone` is told 0…1 meanwhile. */
  learn(order: LearnOrder, onDone: (share: number) => void): Promise<Learnt | Lacking>
  close(): Promise<void>
}

/** Beside this file: the source in the checkout, its bundle where the service is bundled. */
const besideUs = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './step-worker.ts' : './step-worker.mjs', import.meta.url)

/** A thread that is started by the first step and again after it died. */
export function createStepThread(file: URL = besideUs()): StepThread {
  const waiting = new Map<number, PromiseWithResolvers<unknown> & { onDone?: (share: number) => void }>()
  /** Hashes of the weights that the worker has. */
  const given = new Set<string>()
  let worker: Worker | null = null
  let next = 1

  const fail = (error: Error) => {
    worker = null
    given.clear()
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const made = new Worker(file)
    made.on('message', (response: StepResponse) => {
      const asked = waiting.get(response.id)
      if ('done' in response) return asked?.onDone?.(response.done)
      waiting.delete(response.id)
      if ('error' in response) asked?.reject(new Error(response.error))
      else asked?.resolve(response.results)
    })
    made.on('error', (cause) => fail(new Error('the thread that steps models died', { cause })))
    made.on('exit', (code) => {
      if (worker === made) fail(new Error(`the thread that steps models ended (${code})`))
    })
    made.unref()
    return made
  }

  const ask = (order: Asked, onDone?: (share: number) => void): Promise<unknown> => {
    worker ??= start()
    const id = next++
    const asked = Promise.withResolvers<unknown>()
    waiting.set(id, { ...asked, ...(onDone && { onDone }) })
    worker.postMessage({ ...order, id } satisfies StepRequest)
    return asked.promise
  }

  const step = async ({ revision, ...order }: StepOrder): Promise<SteppedResult[]> => {
    const weights = revision?.weights ?? null
    const value = weights && !given.has(weights.hash) ? await weights.read() : undefined
    const sent = revision && {
      ...{ id: revision.id, bend: revision.bend },
      weights: weights && { hash: weights.hash, ...(value !== undefined && { value }) },
    }
    const answer = ask({ ...order, revision: sent })
    if (weights) given.add(weights.hash)
    return answer as Promise<SteppedResult[]>
  }

  return {
    step,
    prepare: (order) => ask({ prepare: order }),
    learn: (order, onDone) => ask({ learn: order }, onDone) as Promise<Learnt | Lacking>,
    async close() {
      const running = worker
      worker = null
      given.clear()
      await running?.terminate()
      fail(new Error('the thread that steps models was stopped'))
    },
  }
}

import { Worker } from 'node:worker_threads'
import type { Revision, SeriesInputs, StepResult } from '@driftbild/models'
import type { PlannedStep } from './step-plan.ts'

export interface StepOrder {
  model: string
  /** What bends its answers here; null for the model as it came. */
  revision: Revision | null
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
export type StepRequest = (StepOrder | { prepare: PrepareOrder }) & { id: number }
export type SteppedResult = StepResult<unknown> & { asOf: number }
export type StepResponse = { id: number; results: unknown } | { id: number; error: string }

export interface StepThread {
  /** The result of every step, in order. Rejects with what the model threw. */
  step(order: StepOrder): Promise<SteppedResult[]>
  /** What a model works out for a drawing: minutes, for which nobody else gets this thread. */
  prepare(order: PrepareOrder): Promise<unknown>
  close(): Promise<void>
}

/** Beside this file: the source in the checkout, its bundle where the service is bundled. */
const besideUs = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './step-worker.ts' : './step-worker.mjs', import.meta.url)

/** A thread that is started by the first step and again after it died. */
export function createStepThread(file: URL = besideUs()): StepThread {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let worker: Worker | null = null
  let next = 1

  const fail = (error: Error) => {
    worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const made = new Worker(file)
    made.on('message', (response: StepResponse) => {
      const asked = waiting.get(response.id)
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

  const ask = (order: StepOrder | { prepare: PrepareOrder }): Promise<unknown> => {
    worker ??= start()
    const id = next++
    const asked = Promise.withResolvers<unknown>()
    waiting.set(id, asked)
    worker.postMessage({ ...order, id } satisfies StepRequest)
    return asked.promise
  }

  return {
    step: (order) => ask(order) as Promise<SteppedResult[]>,
    prepare: (order) => ask({ prepare: order }),
    async close() {
      const running = worker
      worker = null
      await running?.terminate()
      fail(new Error('the thread that steps models was stopped'))
    },
  }
}

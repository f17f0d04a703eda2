import { Worker } from 'node:worker_threads'
import type { FlowOrder, ReckonedFlows } from './reckon-flows.ts'

export interface FlowThread {
  /** Rejects with the signal's reason once that aborts. */
  reckon(order: FlowOrder, signal: AbortSignal): Promise<ReckonedFlows>
}

/** Beside this file: the source in the checkout, its bundle where the service is bundled. */
const besideUs = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './flow-worker.ts' : './flow-worker.mjs', import.meta.url)

/** A thread for each order, one at a time: each takes a whole core, and is ended when its order is given up. */
export function createFlowThread(file: URL = besideUs()): FlowThread {
  let last: Promise<unknown> = Promise.resolve()
  return {
    reckon(order, signal) {
      const reckoned = last.then(() => runOnce(file, order, signal))
      last = reckoned.catch(() => {})
      return reckoned
    },
  }
}

async function runOnce(file: URL, order: FlowOrder, signal: AbortSignal): Promise<ReckonedFlows> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<ReckonedFlows>()
  const worker = new Worker(file, { workerData: order })
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  worker.on('message', resolve)
  worker.on('error', (cause) => reject(new Error('the thread that reckons flows died', { cause })))
  worker.on('exit', (code) => reject(new Error(`the thread that reckons flows ended (${code})`)))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', giveUp)
    await worker.terminate()
  }
}

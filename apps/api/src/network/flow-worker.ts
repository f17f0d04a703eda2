import { parentPort, workerData } from 'node:worker_threads'
import { type FlowOrder, reckonFlows } from './reckon-flows.ts'

/** Reckons the flows of one order, so that no page waits for EPANET; ending the thread is the only way to stop it. */
if (!parentPort) throw new Error('flow-worker.ts runs as a worker thread only')
parentPort.postMessage(await reckonFlows(workerData as FlowOrder))

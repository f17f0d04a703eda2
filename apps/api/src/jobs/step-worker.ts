import { parentPort } from 'node:worker_threads'
import { type Model, models, type StepResult } from '@driftbild/models'
import type { StepRequest, StepResponse } from './step-thread.ts'

/** Steps models in a thread of their own, so that a heavy one never keeps a page waiting. */
if (!parentPort) throw new Error('step-worker.ts runs as a worker thread only')
const port = parentPort

port.on('message', (request: StepRequest) => {
  port.postMessage(answer(request))
})

function answer(request: StepRequest): StepResponse {
  try {
    return { id: request.id, results: stepAll(request) }
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function stepAll({
  model: name,
  config,
  state,
  steps,
}: StepRequest): (StepResult<unknown> & { asOf: number })[] {
  const model = (models as readonly Model[]).find((one) => one.name === name)
  if (!model) throw new Error(`there is no model ${name}`)
  let current = state === null ? model.init(config) : state.value
  return steps.map(({ inputs, asOf }) => {
    const result = model.step(current, inputs, asOf)
    current = result.state
    return { ...result, asOf }
  })
}

import { parentPort } from 'node:worker_threads'
import { type Model, models, revised, type StepResult } from '@driftbild/models'
import type { PrepareOrder, StepOrder, StepRequest, StepResponse } from './step-thread.ts'

/** Steps models in a thread of their own, so that a heavy one never keeps a page waiting. */
if (!parentPort) throw new Error('step-worker.ts runs as a worker thread only')
const port = parentPort

port.on('message', async (request: StepRequest) => {
  port.postMessage(await answer(request))
})

async function answer(request: StepRequest): Promise<StepResponse> {
  const { id } = request
  try {
    return { id, results: 'prepare' in request ? await prepareOne(request.prepare) : stepAll(request) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function modelOf(name: string): Model {
  const model = (models as readonly Model[]).find((one) => one.name === name)
  if (!model) throw new Error(`there is no model ${name}`)
  return model
}

const prepareOne = async ({ model, drawn }: PrepareOrder): Promise<unknown> =>
  (await modelOf(model).prepare?.(drawn)) ?? null

function stepAll({
  model: name,
  revision,
  config,
  state,
  steps,
  given,
}: StepOrder): (StepResult<unknown> & { asOf: number })[] {
  const asItCame = modelOf(name)
  const model = revision ? revised(asItCame, revision) : asItCame
  let current = state === null ? model.init(config) : state.value
  return steps.map(({ inputs, asOf }) => {
    const result = model.step(current, { ...inputs, ...given }, asOf)
    current = result.state
    return { ...result, asOf }
  })
}

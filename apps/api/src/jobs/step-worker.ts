import { parentPort } from 'node:worker_threads'
import { type Model, models, revised, type StepResult } from '@driftbild/models'
import type { LearnOrder, PrepareOrder, SentOrder, StepRequest, StepResponse } from './step-thread.ts'

/** Steps models in a thread of their own, so that a heavy one never keeps a page waiting. */
if (!parentPort) throw new Error('step-worker.ts runs as a worker thread only')
const port = parentPort

port.on('message', async (request: StepRequest) => {
  port.postMessage(await answer(request))
})

async function answer(request: StepRequest): Promise<StepResponse> {
  const { id } = request
  try {
    if ('prepare' in request) return { id, results: await prepareOne(request.prepare) }
    if ('learn' in request) return { id, results: await learnOne(id, request.learn) }
    return { id, results: stepAll(request) }
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

async function learnOne(id: number, { model: name, pasts }: LearnOrder) {
  const { learning } = modelOf(name)
  if (!learning) throw new Error(`${name} has nothing that a past could teach`)
  return learning.learn(pasts, (done) => port.postMessage({ id, done } satisfies StepResponse))
}

/** Models by the hash of the weights that they speak by. */
const taught = new Map<string, Model>()

function speaking(name: string, revision: SentOrder['revision']): Model {
  if (!revision) return modelOf(name)
  const { weights } = revision
  if (!weights) return revised(modelOf(name), revision)
  const known = taught.get(weights.hash) ?? modelOf(name).learning!.with(weights.value)
  taught.set(weights.hash, known)
  return revised(known, revision)
}

function stepAll({
  model: name,
  revision,
  config,
  state,
  steps,
  given,
}: SentOrder): (StepResult<unknown> & { asOf: number })[] {
  const model = speaking(name, revision)
  let current = state === null ? model.init(config) : state.value
  return steps.map(({ inputs, asOf }) => {
    const result = model.step(current, { ...inputs, ...given }, asOf)
    current = result.state
    return { ...result, asOf }
  })
}

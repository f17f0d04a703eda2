import type { Kommunkod, Micros } from '@driftbild/core'
import { hashOf, type Lacking, type Learnt, type Model } from '@driftbild/models'
import {
  addModelRevision,
  appendAudit,
  type Database,
  type Job,
  keepModelWeights,
  listJobs,
  loadStates,
  putJob,
  type Tx,
} from '@driftbild/store'
import { describeError, type Log } from '../log.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Pictures } from '../picture/pictures.ts'
import { type RevisionBody, revisionsHere, versionOfStates } from '../predictions/revisions-here.ts'
import { nameOf } from './model-watch.ts'
import { readTold } from './read-told.ts'
import type { StepThread } from './step-thread.ts'

export interface LearningTask {
  /** Learns what was asked for, one model after the other. */
  run(): Promise<boolean>
  /** What is being learnt is left off; the next start takes it up from its beginning. */
  close(): Promise<void>
}

interface Parts {
  db: Database
  pictures: Pick<Pictures, 'list'>
  models: readonly Model[]
  /** One of its own: no step waits for minutes. */
  thread: Pick<StepThread, 'learn' | 'close'>
  log: Log
  now: () => Micros
}

const KIND = 'learning'
export const LEARNING_LACKING = 'model-learning-lacking'

/** Asks for a model's weights to be learnt anew. It is written down, so that a process which dies forgets nothing. */
export const askToLearn = ({ name }: Pick<Model, 'name'>): Job => ({
  ...{ id: `${KIND}-${name}`, kind: KIND, message: name },
  ...{ done: 0, secondsLeft: null, state: 'waiting' },
})

/** Learns weights of what municipalities remember. What comes out is a proposal; nothing speaks by it until a person chooses it. */
export function createLearningTask({ db, pictures, models, thread, log, now }: Parts): LearningTask {
  let closed = false

  const learn = async (picture: Picture, model: Model, onDone: (share: number) => void): Promise<void> => {
    const { code } = picture
    const dataAt = dataNow(picture, now())
    const pasts = await pastsOf(db, picture, model, dataAt)
    const learnt = await thread.learn({ model: model.name, pasts }, onDone)
    await db.transaction({ municipality: code, role: 'api' }, (tx) =>
      keep(tx, model, learnt, { at: now(), dataAt }),
    )
  }

  /** The job as it stands, told to those who look. */
  const put = (code: Kommunkod, job: Job): Promise<unknown> =>
    db.transaction({ municipality: code, role: 'api' }, (tx) => putJob(tx, job, now()))

  const work = async (picture: Picture, job: Job): Promise<void> => {
    const { code } = picture
    const model = models.find(({ name, learning }) => name === job.message && learning)
    let told: Promise<unknown> = put(code, { ...job, state: 'running', done: 0 })
    const tell = (done: number) => {
      told = told.then(() => put(code, { ...job, state: 'running', done }))
    }
    try {
      if (model) await learn(picture, model, tell)
      await told
      await put(code, { ...job, state: 'done', done: 1 })
    } catch (error) {
      if (closed) return
      log('error', `${job.message} of ${code} could not be learnt: ${describeError(error)}`)
      await told.catch(() => null)
      await put(code, { ...job, state: 'failed' })
    }
  }

  return {
    async run() {
      for (const picture of pictures.list()) {
        const scope = { municipality: picture.code, role: 'reader' } as const
        // One that runs is left from a process that died: this is the only one that works on them.
        const asked = (await db.transaction(scope, listJobs)).filter(
          ({ kind, state }) => kind === KIND && (state === 'waiting' || state === 'running'),
        )
        for (const job of asked) if (!closed) await work(picture, job)
        // A worker's memory is given back when it is done.
        if (asked.length > 0 && !closed) await thread.close()
      }
      return false
    },
    async close() {
      closed = true
      await thread.close()
    },
  }
}

async function keep(
  tx: Tx,
  { name, version }: Model,
  learnt: Learnt | Lacking,
  { at, dataAt }: { at: Micros; dataAt: Micros },
): Promise<void> {
  const entry = { at, by: 'system', ref: name }
  if ('lacking' in learnt) {
    const { subjects, days } = learnt.lacking
    return appendAudit(tx, { ...entry, what: LEARNING_LACKING, detail: { subjects, days } })
  }
  const { weights, ...rest } = learnt
  const hash = hashOf(weights)
  const bytes = JSON.stringify(weights).length
  const body: RevisionBody = { learnt: rest, bytes, bend: [], weights: hash }
  await keepModelWeights(tx, hash, weights)
  const revision = await addModelRevision(tx, { model: name, version, madeAt: dataAt, body })
  const detail = { revision, weights: hash, heldOut: rest.heldOut }
  await appendAudit(tx, { ...entry, what: 'model-revision-learnt', detail })
}

/** What each subject remembers, as the model speaks there now. */
async function pastsOf(
  db: Database,
  { code, register }: Picture,
  model: Model,
  at: Micros,
): Promise<unknown[]> {
  const revision = (await revisionsHere(db, code, [model])).get(model.name) ?? null
  const scope = { municipality: code, role: 'reader' } as const
  const key = { model: model.name, version: versionOfStates(model, revision) }
  const states = new Map(
    (await db.transaction(scope, (tx) => loadStates(tx, key))).map(({ subject, state }) => [
      nameOf(subject),
      state,
    ]),
  )
  const pasts: unknown[] = []
  for (const { subject, config, asks } of model.subjects(register)) {
    const state = states.get(nameOf(subject))
    if (state === undefined) continue
    const told = asks && (await db.transaction(scope, async (tx) => (await readTold(tx, asks, at))(at)))
    const past = model.learning!.past(config, state, told)
    if (past !== null) pasts.push(past)
  }
  return pasts
}

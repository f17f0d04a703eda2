import {
  DAY,
  type Kommunkod,
  type Micros,
  matterName,
  type Prediction,
  type Rollup,
  sameSubject,
} from '@driftbild/core'
import {
  hashOf,
  held,
  inputsHash,
  type Model,
  type ModelSubject,
  moved,
  revisionIn,
  risen,
  type Scenario,
  scenariosOf,
  type Told,
} from '@driftbild/models'
import { type Database, findModelRevision, findReplayState, rollupsBetween } from '@driftbild/store'
import { subjectsIn } from '../jobs/model-subjects.ts'
import type { Preparations } from '../jobs/preparations.ts'
import { readTold } from '../jobs/read-told.ts'
import { planSteps } from '../jobs/step-plan.ts'
import type { Given, SpeakingRevision, SteppedResult, StepThread } from '../jobs/step-thread.ts'
import type { Picture } from '../picture/picture.ts'
import { revisionOf } from './revisions-here.ts'
import { stepThrough } from './step-through.ts'

export type Hindrance = 'no-model' | 'other-version' | 'no-subject' | 'no-revision' | 'no-state'

interface Parts {
  db: Database
  models: readonly Model[]
  thread: StepThread
  preparations: Preparations
}

/** What is needed to take a prediction's step once more. */
interface Start {
  model: Model
  subject: ModelSubject
  revision: SpeakingRevision | null
  state: { value: unknown }
  given: Given
}

export interface Replayed {
  /** The readings of the step are still those that it was made of. */
  sameInputs: boolean
  /** What it answers now; null where it says nothing. */
  answer: Prediction | null
  same: boolean
}

/** Takes a prediction's step again, from the state that was kept and the roll-ups as they are now. */
export async function replay(
  parts: Parts,
  picture: Picture,
  prediction: Prediction,
): Promise<Replayed | Hindrance> {
  const start = await findStart(parts, picture, prediction)
  if (typeof start === 'string') return start
  const { inputs, result } = await stepAgain(parts, picture.code, start, prediction)
  const answer = alike(result, prediction)
  return {
    sameInputs: inputsHash(inputs) === prediction.replay.inputsHash,
    answer,
    same: answer !== null && hashOf(answer) === hashOf(prediction),
  }
}

export interface Ahead {
  code: Scenario['code']
  days: number
  /** What the model would then say; null where it would say nothing. */
  probability: number | null
}

/** What the same model would say after some days, were they like this or like that. */
export async function whatIf(
  parts: Parts,
  picture: Picture,
  prediction: Prediction,
): Promise<Ahead[] | Hindrance> {
  const start = await findStart(parts, picture, prediction)
  if (typeof start === 'string') return start
  const { inputs, result } = await stepAgain(parts, picture.code, start, prediction)
  const ahead: Ahead[] = []
  for (const scenario of scenariosOf(prediction)) {
    const days = await daysAhead(parts.db, picture, start, scenario, inputs.series, prediction.asOf)
    if (Object.values(days).every((rollups) => rollups.length === 0)) continue
    const { zone } = picture.municipality
    const last = await stepThrough(
      parts.thread,
      { ...orderOf(start), state: { value: result.state } },
      {
        ...{ model: start.model, zone, from: prediction.asOf, until: prediction.asOf + scenario.days * DAY },
        // Nothing more is told meanwhile.
        ...{ series: days, told: toldOnce(inputs.told) },
      },
    )
    if (!last) continue
    const { code, days: length } = scenario
    ahead.push({ code, days: length, probability: alike(last, prediction)?.probability ?? null })
  }
  return ahead
}

async function findStart(
  { db, models, preparations }: Parts,
  picture: Picture,
  prediction: Prediction,
): Promise<Start | Hindrance> {
  const model = models.find(({ name }) => name === prediction.model.name)
  if (!model) return 'no-model'
  if (model.version !== prediction.model.version) return 'other-version'
  const subject = subjectsIn(picture.register, model).find(({ covers }) =>
    covers.some((one) => sameSubject(one, prediction.subject)),
  )
  if (!subject) return 'no-subject'
  const wanted = revisionIn(prediction.model.artefact)
  const scope = { municipality: picture.code, role: 'reader' } as const
  const { state, stored } = await db.transaction(scope, async (tx) => ({
    state: await findReplayState(tx, prediction.replay.stateHash),
    stored: wanted === null ? null : await findModelRevision(tx, wanted),
  }))
  if (wanted !== null && !stored) return 'no-revision'
  if (!state) return 'no-state'
  const given = await preparations.given(model, subject)
  return {
    model,
    subject,
    given,
    revision: stored ? revisionOf(db, picture.code, stored) : null,
    state: { value: state.state },
  }
}

async function stepAgain({ db, thread }: Parts, code: Kommunkod, start: Start, { replay }: Prediction) {
  const series = await readSeries(db, code, start, replay.from, replay.to)
  const { asks } = start.subject
  const { toldAt } = replay
  const told =
    asks === undefined || toldAt === undefined
      ? undefined
      : await db.transaction({ municipality: code, role: 'reader' }, async (tx) =>
          (await readTold(tx, asks, replay.from))(toldAt),
        )
  const steps = planSteps(replay.from, [replay.to], series, start.model.resolution, toldOnce(told))
  const [result] = await thread.step({ ...orderOf(start), state: start.state, steps })
  return { inputs: steps[0]!.inputs, result: result! }
}

const toldOnce = (told: Told | undefined): (() => Told) | null => (told ? () => told : null)

const orderOf = ({ model, subject, revision, given }: Start) => ({
  model: model.name,
  revision,
  given,
  config: subject.config,
})

const alike = ({ predictions }: SteppedResult, prediction: Prediction): Prediction | null =>
  predictions.find((one) => matterName(one) === matterName(prediction)) ?? null

async function daysAhead(
  db: Database,
  { code, register }: Picture,
  start: Start,
  scenario: Scenario,
  known: Readonly<Record<string, readonly Rollup[]>>,
  asOf: Micros,
): Promise<Record<string, Rollup[]>> {
  if ('hold' in scenario) {
    const { days, hold } = scenario
    return mapSeries(known, (rollups) => held(rollups, asOf, days, start.model.resolution, hold))
  }
  const { copyFrom, days } = scenario
  const past = await readSeries(db, code, start, copyFrom, copyFrom + days * DAY)
  const kinds = new Map(register.signals.map(({ key, kind }) => [key, kind]))
  return mapSeries(past, (rollups, name) => {
    const copied = moved(rollups, copyFrom, asOf)
    const kind = kinds.get(start.subject.signals[name]!)
    return kind?.type === 'counter' ? risen(copied, known[name] ?? [], kind.modulus) : copied
  })
}

/** By input name; a day at a time, so that nobody else waits long for the engine. */
async function readSeries(
  db: Database,
  code: Kommunkod,
  { model, subject }: Start,
  from: Micros,
  to: Micros,
): Promise<Record<string, Rollup[]>> {
  const keys = [...new Set(Object.values(subject.signals))]
  const all = Object.fromEntries(keys.map((key): [string, Rollup[]] => [key, []]))
  for (let at = from; at < to; at += DAY) {
    const some = await db.transaction({ municipality: code, role: 'reader' }, (tx) =>
      rollupsBetween(tx, keys, model.resolution, at, Math.min(at + DAY, to)),
    )
    for (const key of keys) all[key]!.push(...some[key]!)
  }
  return Object.fromEntries(Object.entries(subject.signals).map(([name, key]) => [name, all[key]!]))
}

const mapSeries = <T>(
  series: Readonly<Record<string, readonly Rollup[]>>,
  of: (rollups: readonly Rollup[], name: string) => T,
): Record<string, T> =>
  Object.fromEntries(Object.entries(series).map(([name, rollups]) => [name, of(rollups, name)]))

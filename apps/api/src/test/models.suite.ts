import { DAY, type FaultMode, HOUR, MINUTE, type Micros, type Prediction } from '@driftbild/core'
import {
  hashOf,
  LEAST_OUTCOMES,
  type Learning,
  type Model,
  revised,
  type SeriesInputs,
} from '@driftbild/models'
import { addModelRevision, listModelRevisions, loadState, savePredictions } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type {
  AssetPage,
  FaultView,
  ModelRecordView,
  PredictionPast,
  PredictionView,
  ReplayView,
  RevisionView,
  WhatIfView,
  WorkOrderView,
} from '../contract/index.ts'
import { tidy } from '../jobs/maintenance.ts'
import type { StepThread } from '../jobs/step-thread.ts'
import type { Browser, TestCentre } from './centre.ts'
import { type Entry, enrolEdge, type TestEdge } from './edge.ts'

interface Wear {
  hours: number
  sum: number
}

const lamp = { type: 'asset', tag: 'L-4' } as const
const kind: FaultMode = 'gear-failure'

const says = (asOf: Micros, probability: number, replay: Prediction['replay']): Prediction => ({
  subject: lamp,
  kind,
  asOf,
  probability,
  when: { from: asOf, likely: asOf + HOUR, to: asOf + 2 * HOUR },
  horizon: asOf + 24 * HOUR,
  size: null,
  candidates: [],
  evidence: [
    {
      ...{ weight: 1, sentence: { code: 'worn', params: {} } },
      chart: {
        ...{ signal: 'L-4/lamp-failure', from: asOf - DAY, to: asOf, expected: null },
        limit: { value: 1, side: 'above' },
      },
    },
  ],
  model: { name: 'wear', version: '1', artefact: 'none' },
  replay,
})

const madeOf = (state: unknown, { from, to, series }: SeriesInputs): Prediction['replay'] => ({
  ...{ from, to, seed: 0 },
  inputsHash: hashOf(series),
  stateHash: hashOf(state),
})

/** Of what all remember, how sure it may be. */
interface Sureness {
  sure: number
}

const learning: Learning<unknown, Wear, Wear, Sureness> = {
  past: (_config, state) => state,
  async learn(pasts, onDone) {
    const hours = pasts.reduce((sum, one) => sum + one.hours, 0)
    if (hours < 3) return { lacking: { subjects: 0, days: 1 } }
    onDone(0.5)
    const stretch = { subjects: pasts.length, cases: hours, from: 0, to: DAY }
    return { weights: { sure: 0.7 }, taught: stretch, heldOut: { ...stretch, scores: [], verdict: 'better' } }
  },
  with: ({ sure }) => wearWith(sure, `sure ${sure}`) as Model<unknown, Wear>,
}

/** Adds up what it is fed each hour, and is sure of a failure as long as the last hour held anything. */
const wearWith = (sure: number, artefact: string): Model => ({
  name: 'wear',
  version: '1',
  kind,
  task: 'wear',
  resolution: '5m',
  boundary: (after) => (Math.floor(after / HOUR) + 1) * HOUR,
  subjects: (register) =>
    register.municipality.code === '9999'
      ? [{ subject: lamp, zone: null, signals: { worn: 'L-4/lamp-failure' }, covers: [lamp], config: {} }]
      : [],
  learning: learning as Learning,
  init: (): Wear => ({ hours: 0, sum: 0 }),
  step: (state, inputs, asOf) => {
    const before = state as Wear
    const hour = (inputs.series.worn ?? []).reduce(
      (sum, rollup) => sum + (rollup.average ?? 0) * rollup.good,
      0,
    )
    return {
      state: { hours: before.hours + 1, sum: before.sum + hour },
      forecasts: [],
      predictions:
        hour > 0
          ? [{ ...says(asOf, sure, madeOf(state, inputs)), model: { name: 'wear', version: '1', artefact } }]
          : [],
    }
  },
})
export const wearModel = wearWith(0.9, 'none')

/** Steps where it is called; that a thread does the same has a test of its own. */
export const inThisThread: StepThread = {
  async step({ state, config, steps, revision }) {
    const weights = revision?.weights ? ((await revision.weights.read()) as Sureness) : null
    const voice = weights ? learning.with(weights) : wearModel
    const model = revision ? revised(voice as Model, revision) : wearModel
    let current = state === null ? model.init(config) : state.value
    return steps.map(({ inputs, asOf }) => {
      const result = model.step(current, inputs, asOf)
      current = result.state
      return { ...result, asOf }
    })
  },
  prepare: () => Promise.resolve(null),
  learn: ({ pasts }, onDone) => learning.learn(pasts as Wear[], onDone),
  close: async () => {},
}

export function modelsSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let edge: TestEdge
  const hour = Math.floor((Date.now() * 1000) / HOUR) * HOUR
  const worn = (at: Micros, value: number): Entry => ({ key: 'L-4/lamp-failure', unit: '1', at, value })
  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
  })

  const send = async (...entries: Entry[]) => {
    expect((await edge.send(edge.entries(entries))).status).toBe(200)
    await centre().settled()
  }
  const stored = (version: string) =>
    centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
      loadState(tx, { model: 'wear', version, subject: lamp }),
    )
  /** Waits until the model stands where it is wanted; the job runs by itself. */
  const until = async (asOf: Micros, sum: number, version = '1') => {
    for (;;) {
      const state = await stored(version)
      if (state?.asOf === asOf && (state.state as Wear).sum === sum) return state
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const record = async () =>
    (await (await engineer.get('/api/9999/models/wear/record')).json()) as ModelRecordView
  const pastOf = async (id: string) =>
    (await (await engineer.get(`/api/9999/predictions/${id}/past`)).json()) as PredictionPast
  /** A prediction like the model's own at another time, whose subject has had it and lost it again. */
  const standsToo = (tag: string, asOf: Micros): Promise<string> =>
    centre().db.transaction({ municipality: '9999', role: 'api' }, async (tx) => {
      const subject = { type: 'asset', tag } as const
      const nothing = { from: asOf - HOUR, to: asOf, inputsHash: '', stateHash: '', seed: 0 }
      const run = { model: 'wear', subject, asOf, predictions: [says(asOf, 0.9, nothing)] }
      const { standing } = await savePredictions(tx, run)
      await savePredictions(tx, { model: 'wear', subject, asOf: asOf + MINUTE, predictions: [] })
      return standing[0]!.id
    })
  const predictions = async () =>
    (await (await engineer.get('/api/9999/assets/L-4/predictions')).json()) as PredictionView[]

  test('a model steps at every boundary that the data has passed', async () => {
    await send(
      worn(hour - 3 * HOUR + MINUTE, 0),
      worn(hour - 2 * HOUR + MINUTE, 0),
      worn(hour - HOUR + MINUTE, 0),
    )
    const { state } = await until(hour - HOUR, 0)
    expect(state).toEqual({ hours: 2, sum: 0 })
    expect(await predictions()).toEqual([])
  })

  test('late data before where it stands takes it back to before them, and on again', async () => {
    await send(worn(hour - 2 * HOUR + 7 * MINUTE, 1))
    const { state } = await until(hour - HOUR, 1)
    expect(state).toEqual({ hours: 2, sum: 1 })
  })

  test('what it is sure of stands, is shown on the asset, and is evidence of a fault', async () => {
    const [prediction] = await predictions()
    expect(prediction).toMatchObject({ kind, probability: 0.9, standing: true, subjectName: 'Norrvik L-4' })
    await centre().services.pictures.settled()
    const asset = (await (await engineer.get('/api/9999/assets/L-4')).json()) as AssetPage
    expect(asset.state).toBe('prediction')
    const fault = (await (await engineer.get(`/api/9999/faults/${prediction!.fault}`)).json()) as FaultView
    expect(fault).toMatchObject({ subject: lamp, mode: kind, to: null })
    expect(fault.evidence).toMatchObject([{ id: prediction!.id, source: 'prediction' }])
  })

  test('what stands is listed by service', async () => {
    const listed = async (service: string) => {
      const answer = await engineer.get(`/api/9999/predictions?standing=true&service=${service}`)
      return ((await answer.json()) as { items: PredictionView[] }).items
    }
    const [own] = await predictions()
    expect((await listed('lighting')).map(({ id }) => id)).toContain(own!.id)
    expect((await listed('lighting')).every(({ service }) => service === 'lighting')).toBe(true)
    expect((await listed('waste')).map(({ id }) => id)).not.toContain(own!.id)
  })

  test('a prediction is said again from what was kept, word for word', async () => {
    const [prediction] = await predictions()
    const again = (await (
      await engineer.get(`/api/9999/predictions/${prediction!.id}/replay`)
    ).json()) as ReplayView
    expect(again).toMatchObject({ possible: true, same: true, sameInputs: true, probability: 0.9 })
    const past = await pastOf(prediction!.id)
    expect(past.course.map(({ probability }) => probability)).toEqual([0.9])
  })

  test('what would change it is said by the model itself, of days like the last', async () => {
    const [prediction] = await predictions()
    const answer = await engineer.get(`/api/9999/predictions/${prediction!.id}/what-if`)
    // In the last hour of the days that are copied, something was worn.
    expect((await answer.json()) as WhatIfView).toMatchObject({
      possible: true,
      ahead: [{ code: 'as-lately', days: 3, probability: 0.9 }],
    })
  })

  test('what a later run no longer says is taken back', async () => {
    await send(worn(hour + MINUTE, 0))
    const { state } = await until(hour, 1)
    expect(state).toEqual({ hours: 3, sum: 1 })
    expect((await predictions()).map((one) => one.standing)).toEqual([false])
  })

  test('an order’s outcome judges what was said, and the record of the model shows it', async () => {
    const [prediction] = await predictions()
    const before = await record()
    const order = (await (
      await engineer.post('/api/9999/work-orders', { fault: prediction!.fault })
    ).json()) as WorkOrderView
    const set = async (field: string, value: unknown, baseRevision: number) => {
      const command = { id: crypto.randomUUID(), baseRevision, field, value, at: Date.now() * 1000 }
      const answer = await engineer.post(`/api/9999/work-orders/${order.id}/commands`, {
        commands: [command],
      })
      return ((await answer.json()) as WorkOrderView).revision
    }
    let revision = await set('assignee', 'Elgänget', order.revision)
    const outcome = { found: true, cause: 'driftdonet brunnet', action: 'bytt', asset: null }
    revision = await set('outcome', outcome, revision)
    for (const state of ['approved', 'assigned', 'done']) revision = await set('state', state, revision)

    const after = await record()
    expect(after.all.right - before.all.right).toBe(1)
    expect(after.byOrder - before.byOrder).toBe(1)
    expect(after.foretold - before.foretold).toBe(1)
    const like = await standsToo('L-4', hour + 5 * HOUR)
    const [past] = (await pastOf(like)).similar
    expect(past).toMatchObject({
      ...{ id: prediction!.id, likeness: 'same-place', end: 'right', reason: 'driftdonet brunnet' },
      order: { number: order.number },
      came: { signal: 'L-4/lamp-failure', unit: '1', limit: { value: 1, side: 'above' } },
    })
    revision = await set('state', 'in-progress', revision)
    expect((await record()).byOrder).toBe(before.byOrder)
  })

  /** What was said by the first revision. */
  let bent = ''

  test('what was judged is learnt from, and a person lets it speak or takes it back', async () => {
    const admin = await centre().person([{ role: 'admin' }])
    const asked = async () =>
      (await (await admin.post('/api/9999/models/wear/revisions', {})).json()) as {
        id: string | null
        lacking: number
      }
    const { learnable } = await record()
    expect(learnable.least).toBe(LEAST_OUTCOMES)
    expect(await asked()).toEqual({ id: null, lacking: LEAST_OUTCOMES - learnable.judged })
    for (let i = learnable.judged; i < LEAST_OUTCOMES; i++) {
      const id = await standsToo('L-4', hour - (i + 3) * DAY)
      await engineer.post(`/api/9999/predictions/${id}/judgement`, { agree: i % 2 === 0, reason: 'sett' })
    }
    const { id, lacking } = await asked()
    expect(lacking).toBe(0)
    const [revision] = (await record()).revisions
    expect(revision).toMatchObject({ id, chosen: false, fits: true, taught: { cases: LEAST_OUTCOMES } })
    const brier = revision!.heldOut.scores.find(({ measure }) => measure === 'brier')!
    expect(brier.after).toBeLessThan(brier.before)

    const choose = (chosen: string | null) =>
      admin.post('/api/9999/models/wear/revision', { revision: chosen, reason: 'säger för mycket' })
    expect((await choose(id)).status).toBe(200)
    expect((await record()).revisions[0]).toMatchObject({ chosen: true })
    expect((await record()).learnable.judged).toBe(0)
    await send(worn(hour + HOUR + MINUTE, 1), worn(hour + 2 * HOUR + MINUTE, 0))
    await until(hour + 2 * HOUR, 2)
    const fresh = (await predictions()).find((one) => one.model.artefact === `none+${id}`)
    expect(fresh!.probability).toBeLessThan(0.9)
    bent = fresh!.id
    const again = await engineer.get(`/api/9999/predictions/${fresh!.id}/replay`)
    expect((await again.json()) as ReplayView).toMatchObject({ possible: true, same: true })

    expect((await choose(null)).status).toBe(200)
    const { history, revisions } = await record()
    expect(revisions[0]).toMatchObject({ id, chosen: false })
    expect(history.slice(0, 2).map(({ what }) => what)).toEqual([
      'model-revision-chosen',
      'model-revision-chosen',
    ])
    expect((await choose(crypto.randomUUID())).status).toBe(404)
  })

  test('what is remembered is learnt anew, and what it teaches speaks with states of its own', async () => {
    const admin = await centre().person([{ role: 'admin' }])
    const choose = (revision: string | null) =>
      admin.post('/api/9999/models/wear/revision', { revision, reason: 'prövat på ett halvår' })
    expect((await admin.post('/api/9999/models/wear/learning', {})).status).toBe(200)
    let proposed: RevisionView | undefined
    while (!proposed) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      proposed = (await record()).revisions.find(({ of }) => of === 'past')
    }
    const { id } = proposed
    const weights = { sure: 0.7 }
    expect(proposed).toMatchObject({ chosen: false, fits: true, heldOut: { verdict: 'better' } })
    expect(proposed.bytes).toBe(JSON.stringify(weights).length)
    await tidy(centre().db, Date.now() * 1000)
    expect((await choose(id)).status).toBe(200)

    const voice = `1+${hashOf(weights).slice(0, 12)}`
    const before = (await predictions()).length
    await until(hour + 2 * HOUR, 2, voice)
    expect(await predictions(), 'what it would have said of the past is nobody’s news').toHaveLength(before)
    await send(worn(hour + 3 * HOUR + MINUTE, 1), worn(hour + 4 * HOUR + MINUTE, 0))
    await until(hour + 4 * HOUR, 3, voice)
    const fresh = (await predictions()).find((one) => one.model.artefact === `sure 0.7+${id}`)
    expect(fresh).toMatchObject({ probability: 0.7, standing: true })
    const again = await engineer.get(`/api/9999/predictions/${fresh!.id}/replay`)
    expect((await again.json()) as ReplayView).toMatchObject({ possible: true, same: true })

    expect((await choose(null)).status).toBe(200)
    await until(hour + 4 * HOUR, 3)
    await tidy(centre().db, Date.now() * 1000)
    expect(await stored(voice), 'a choice can be taken again').not.toBeNull()
    expect((await predictions()).filter(({ standing }) => standing)).toMatchObject([
      { probability: 0.9, model: { artefact: 'none' } },
    ])
  })

  test('what a revision said is said again however many came after it', async () => {
    await centre().db.transaction({ municipality: '9999', role: 'api' }, async (tx) => {
      const [newest] = await listModelRevisions(tx, 'wear', 1)
      for (let i = 1; i <= 30; i++) await addModelRevision(tx, { ...newest!, madeAt: newest!.madeAt + i })
    })
    const again = await engineer.get(`/api/9999/predictions/${bent}/replay`)
    expect((await again.json()) as ReplayView).toMatchObject({ possible: true, same: true })
  })
}

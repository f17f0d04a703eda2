import { type FaultMode, HOUR, MINUTE, type Micros, type Prediction } from '@driftbild/core'
import type { Model } from '@driftbild/models'
import { loadState } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { AssetPage, FaultView, PredictionView } from '../contract/index.ts'
import type { StepThread } from '../jobs/step-thread.ts'
import type { Browser, TestCentre } from './centre.ts'
import { type Entry, enrolEdge, type TestEdge } from './edge.ts'

interface Wear {
  hours: number
  sum: number
}

const lamp = { type: 'asset', tag: 'L-4' } as const
const kind: FaultMode = 'gear-failure'

const says = (asOf: Micros, probability: number): Prediction => ({
  subject: lamp,
  kind,
  asOf,
  probability,
  when: { from: asOf, likely: asOf + HOUR, to: asOf + 2 * HOUR },
  horizon: asOf + 24 * HOUR,
  size: null,
  candidates: [],
  evidence: [{ weight: 1, sentence: { code: 'worn', params: {} }, chart: null }],
  model: { name: 'wear', version: '1', artefact: 'none' },
  replay: { from: asOf - HOUR, to: asOf, inputsHash: '', stateHash: '', seed: 0 },
})

/** Adds up what it is fed each hour, and is sure of a failure as long as the last hour held anything. */
export const wearModel: Model = {
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
      predictions: hour > 0 ? [says(asOf, 0.9)] : [],
    }
  },
}

/** Steps where it is called; that a thread does the same has a test of its own. */
export const inThisThread: StepThread = {
  async step({ state, config, steps }) {
    let current = state === null ? wearModel.init(config) : state.value
    return steps.map(({ inputs, asOf }) => {
      const result = wearModel.step(current, inputs, asOf)
      current = result.state
      return { ...result, asOf }
    })
  },
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
  const stored = () =>
    centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
      loadState(tx, { model: 'wear', version: '1', subject: lamp }),
    )
  /** Waits until the model stands where it is wanted; the job runs by itself. */
  const until = async (asOf: Micros, sum: number) => {
    for (;;) {
      const state = await stored()
      if (state?.asOf === asOf && (state.state as Wear).sum === sum) return state
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
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

  test('what a later run no longer says is taken back', async () => {
    await send(worn(hour + MINUTE, 0))
    const { state } = await until(hour, 1)
    expect(state).toEqual({ hours: 3, sum: 1 })
    expect((await predictions()).map((one) => one.standing)).toEqual([false])
  })
}

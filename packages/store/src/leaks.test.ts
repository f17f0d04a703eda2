import { randomUUID } from 'node:crypto'
import { HOUR, openFault, type Prediction, type Register } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as store from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { asApi, NOON, smallRegister } from './testing/town.ts'

let running: TestStore
let db: store.Database
beforeAll(async () => {
  running = await startTestStore()
  db = running.db
  for (const code of ['5001', '5002']) await asApi(db, code, (tx) => store.putRegister(tx, withValves(code)))
}, SLOW)
afterAll(() => running.stop(), SLOW)

const as = <T>(fn: (tx: store.Tx) => Promise<T>, code = '5001') => asApi(db, code, fn)

function withValves(code: string): Register {
  const register = smallRegister(code, 1)
  const [first] = register.assets
  const valve = (tag: string) => ({
    ...first!,
    tag,
    class: 'valve' as const,
    attributes: { normallyOpen: true },
  })
  return {
    ...register,
    zones: [
      { tag: 'MZ1', name: 'Centrum', service: 'water', geometry: null, inflow: [], outflow: [] },
      { tag: 'MZ2', name: 'Hamnen', service: 'water', geometry: null, inflow: [], outflow: [] },
    ],
    assets: [...register.assets, valve('V1'), valve('V2')],
  }
}

test('of a valve the newest word holds, and what was said before stays', async () => {
  const said = { valve: 'V1', note: '', by: 'anna' }
  expect(await as((tx) => store.addValveCondition(tx, { ...said, condition: 'stuck', at: NOON }))).toBe(true)
  await as((tx) =>
    store.addValveCondition(tx, { ...said, condition: 'works', note: 'ny spindel', at: NOON + HOUR }),
  )
  expect(
    await as((tx) => store.addValveCondition(tx, { ...said, valve: 'P1', condition: 'stuck', at: NOON })),
  ).toBe(false)
  const held = await as(store.valveConditions)
  expect([...held]).toEqual([
    ['V1', { valve: 'V1', condition: 'works', note: 'ny spindel', at: NOON + HOUR, by: 'anna' }],
  ])
  expect((await as((tx) => store.valveHistory(tx, 'V1'))).map(({ condition }) => condition)).toEqual([
    'works',
    'stuck',
  ])
  expect(await as(store.valveConditions, '5002')).toEqual(new Map())
})

const limits = { least: 0.3, most: 0.8, wanted: 0.6, fixed: null }

test('a zone’s newest threshold holds; its history says who or what changed it', async () => {
  const one = { limits, detail: {} }
  await as((tx) =>
    store.addLeakThreshold(tx, 'MZ1', { ...one, threshold: 0.5, why: 'set', at: NOON, by: 'anna' }),
  )
  await as((tx) =>
    store.addLeakThreshold(tx, 'MZ1', { ...one, threshold: 0.55, why: 'outcome', at: NOON + 1, by: null }),
  )
  expect(await as(store.thresholdsByZone)).toEqual(new Map([['MZ1', 0.55]]))
  expect(await as((tx) => store.leakThresholds(tx, 'MZ1'))).toMatchObject([
    { threshold: 0.55, why: 'outcome', by: null, limits },
    { threshold: 0.5, why: 'set', by: 'anna' },
  ])
  const other = { ...one, threshold: 0.4, why: 'set', at: NOON, by: 'bo' } as const
  expect(await as((tx) => store.addLeakThreshold(tx, 'nowhere', other))).toBe(false)
})

test('an order has one search, and its outcome goes when it is taken up again', async () => {
  const prediction: Prediction = {
    ...{ subject: { type: 'zone', tag: 'MZ1' }, kind: 'leak', asOf: NOON, probability: 0.7 },
    ...{ when: { from: NOON, likely: NOON, to: NOON }, horizon: NOON + HOUR, size: null, candidates: [] },
    evidence: [{ weight: 1, sentence: { code: 'night-flow-raised', params: {} }, chart: null }],
    model: { name: 'night-flow', version: '1', artefact: 'x' },
    replay: { from: NOON, to: NOON, inputsHash: 'x', stateHash: 'y', seed: 0 },
  }
  const { order, id } = await as(async (tx) => {
    const { standing } = await store.savePredictions(tx, {
      ...{ model: 'night-flow', subject: prediction.subject, asOf: NOON },
      predictions: [prediction],
    })
    const evidence = {
      ...{ id: standing[0]!.id, source: 'prediction' as const, subject: prediction.subject, zone: 'MZ1' },
      ...{ mode: 'leak' as const, at: NOON },
    }
    const fault = openFault(randomUUID(), evidence)
    await store.saveFault(tx, fault)
    const made = await store.createOrder(tx, {
      id: randomUUID(),
      fault,
      title: 'Läcka',
      by: 'anna',
      at: NOON,
    })
    return { order: made.order.id, id: standing[0]!.id }
  })
  const search = { order, prediction: id, madeAt: NOON, by: 'anna' }
  await as((tx) => store.saveLeakSearch(tx, { ...search, body: { stops: [1] } }))
  await as((tx) => store.saveLeakSearch(tx, { ...search, body: { stops: [1, 2] }, madeAt: NOON + 1 }))
  const kept = { ...search, body: { stops: [1, 2] }, madeAt: NOON + 1 }
  expect(await as((tx) => store.leakSearches(tx, [order, randomUUID()]))).toEqual(new Map([[order, kept]]))
  expect(await as(store.openLeakSearches)).toEqual([kept])

  const outcome = {
    order,
    prediction: id,
    zone: 'MZ1',
    at: NOON,
    probability: 0.7,
    found: true,
    body: { rank: 1 },
  }
  await as((tx) => store.saveLeakOutcome(tx, { ...outcome, found: false }))
  await as((tx) => store.saveLeakOutcome(tx, outcome))
  expect(await as((tx) => store.listLeakOutcomes(tx, { zone: 'MZ1' }))).toEqual([
    { ...outcome, number: expect.any(Number) },
  ])
  expect(await as((tx) => store.listLeakOutcomes(tx, { zone: 'MZ2' }))).toEqual([])
  expect(await as((tx) => store.listLeakOutcomes(tx, {}), '5002')).toEqual([])
  await as((tx) => store.dropLeakOutcomes(tx, order))
  expect(await as((tx) => store.listLeakOutcomes(tx, { order }))).toEqual([])
})

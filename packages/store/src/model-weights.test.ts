import { DAY } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as store from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { asApi, NOON, smallRegister } from './testing/town.ts'

let running: TestStore
let db: store.Database
beforeAll(async () => {
  running = await startTestStore()
  db = running.db
  for (const code of ['5001', '5002'])
    await asApi(db, code, (tx) => store.putRegister(tx, smallRegister(code, 1)))
}, SLOW)
afterAll(() => running.stop(), SLOW)

const as = <T>(fn: (tx: store.Tx) => Promise<T>, code = '5001') => asApi(db, code, fn)
const subject = { type: 'asset', tag: 'K1' } as const

/** A proposal that was learnt, by whose weights the model has stepped on three days. */
const learnt = (day: number, hash: string) =>
  as(async (tx) => {
    const madeAt = NOON + day * DAY
    await store.keepModelWeights(tx, hash, { sure: 0.7 })
    for (const n of [0, 1, 2]) await store.saveState(tx, stepped(hash), { asOf: madeAt + n * DAY, state: {} })
    const body = { learnt: {}, weights: hash }
    return store.addModelRevision(tx, { model: 'fill', version: '1', madeAt, body })
  })
const stepped = (hash: string) => ({ model: 'fill', version: `1+${hash}`, subject })
const statesOf = (hash: string) =>
  as((tx) => tx.query('select as_of as "asOf" from model_state where version = $1', [stepped(hash).version]))
const choose = (revision: string | null) =>
  as((tx) =>
    store.chooseRevision(tx, { model: 'fill', revision, reason: 'prov', setBy: 'anna', setAt: NOON }),
  )

test('weights that were ever chosen stay, and those of the newest proposal; others go with their states', async () => {
  const first = await learnt(0, 'aaa')
  await choose(first)
  await learnt(30, 'bbb')
  await learnt(60, 'ccc')
  await store.dropUnusedModelWeights(db)
  expect(await as(store.listModelWeights)).toEqual(new Set(['aaa', 'ccc']))
  expect(await as((tx) => store.findModelWeights(tx, 'aaa'))).toEqual({ weights: { sure: 0.7 } })
  expect(await statesOf('bbb')).toEqual([])
})

test('what doesn’t speak keeps its newest state alone', async () => {
  expect(await statesOf('aaa')).toHaveLength(3)
  await choose(null)
  await store.dropUnusedModelWeights(db)
  expect(await statesOf('aaa')).toEqual([{ asOf: NOON + 2 * DAY }])
})

test('the states of another municipality’s weights are its own', async () => {
  await as((tx) => store.saveState(tx, stepped('aaa'), { asOf: NOON, state: {} }), '5002')
  await store.dropUnusedModelWeights(db)
  expect(await as((tx) => store.loadState(tx, stepped('aaa')), '5002')).toBeNull()
  expect(await as((tx) => store.loadState(tx, stepped('aaa')))).not.toBeNull()
})

test('what comes late takes back the states of every weights', async () => {
  await as((tx) => store.saveState(tx, { ...stepped(''), version: '1' }, { asOf: NOON + DAY, state: {} }))
  const steps = await as((tx) => store.lastSteps(tx, { model: 'fill', version: '1' }))
  expect(steps).toEqual([{ subject, asOf: NOON + 62 * DAY }])
  await as((tx) => store.invalidateStates(tx, { ...stepped(''), version: '1' }, NOON))
  expect(await statesOf('aaa')).toEqual([])
})

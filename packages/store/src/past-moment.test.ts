import { randomUUID } from 'node:crypto'
import { type AlarmRule, DAY, HOUR, MINUTE, type Prediction, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as store from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, NOON, smallRegister, startTown, withoutValue } from './testing/town.ts'

let running: TestStore
let db: store.Database
beforeAll(async () => {
  running = await startTestStore()
  db = running.db
}, SLOW)
afterAll(() => running.stop(), SLOW)

const [P1, P2] = ['P1/pressure', 'P2/pressure']
const asked = [P1, P2].map((key) => ({ key, patience: 25 * SECOND }))
const stood = (code: string, at: number) => asApi(db, code, (tx) => store.stoodAt(tx, asked, at))

test('what a signal had last said is told as of each moment', async () => {
  const { pack, send } = await startTown(db, '5201')
  const readings = [
    [P1, aReading(NOON - 30 * DAY, 3.1)],
    [P1, aReading(NOON - 7 * MINUTE, 4)],
    [P1, aReading(NOON - 6 * MINUTE, 4.25)],
    [P1, aReading(NOON - MINUTE, 5)],
    [P1, withoutValue(NOON - 30 * SECOND)],
    [P2, aReading(NOON + HOUR, 9)],
  ] as const
  await send(pack(readings), NOON + 2 * HOUR)
  await store.refreshRollups(db, { most: 10_000 })

  const last = async (at: number) => (await stood('5201', at)).get(P1)
  expect(await last(NOON - 40 * DAY)).toBeUndefined()
  expect(await last(NOON - 10 * MINUTE)).toMatchObject({ time: NOON - 30 * DAY, value: 3.1, quality: 'good' })
  expect(await last(NOON - 5 * MINUTE)).toEqual({
    ...{ time: NOON - 6 * MINUTE, value: 4.25, reason: null, quality: 'good' },
  })
  expect(await last(NOON), 'a good value before it in its bucket does not hide a bad one').toEqual({
    ...{ time: NOON - 30 * SECOND, value: null, reason: 'missing-in-source', quality: 'bad' },
  })
  expect((await stood('5201', NOON)).has(P2), 'what comes later is not known yet').toBe(false)
  expect((await stood('5201', NOON + HOUR + 5 * MINUTE)).get(P2)?.value).toBe(9)
  expect(await asApi(db, '5201', (tx) => store.firstHeard(tx, [P1, P2]))).toBe(NOON - 30 * DAY)
  expect(await asApi(db, '5201', (tx) => store.firstHeard(tx, []))).toBeNull()
})

const RULE: AlarmRule = {
  ...{ id: 'P1/pressure#low', signal: P1, condition: 'below', limit: 2.5, window: null, hysteresis: 0.2 },
  ...{ delayOn: 0, delayOff: 0, priority: 'high', mode: 'low-pressure' },
}

test('an alarm stands from when it was raised to when it cleared, and is shelved as it had been', async () => {
  const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5202', fn)
  await as((tx) => store.putRegister(tx, smallRegister('5202', 2, [RULE])))
  const run = {
    rule: RULE.id,
    phase: { active: true, pendingSince: null, slices: [] },
    judgedTo: NOON + HOUR,
  }
  const raised = [{ type: 'raised' as const, at: NOON, value: 2 }]
  const saved = await as((tx) => store.saveTransitions(tx, { ...run, added: raised, withdrawn: [] }, NOON))
  const until = NOON + 2 * HOUR
  const shelve = { type: 'shelved' as const, at: NOON + 10 * MINUTE, by: 'u1', until, reason: 'rebuilding' }
  await as((tx) => store.actOnAlarm(tx, saved.raised[0]!, shelve, NOON + 10 * MINUTE))
  const cleared = [{ type: 'cleared' as const, at: NOON + 30 * MINUTE, value: 3 }]
  await as((tx) => store.saveTransitions(tx, { ...run, added: cleared, withdrawn: [] }, NOON + HOUR))

  const then = (at: number) => as((tx) => store.alarmsAt(tx, at, { limit: 10 }))
  expect(await then(NOON), 'what is read at a moment counts after it').toEqual([])
  expect(await then(NOON + 5 * MINUTE)).toEqual([
    { id: saved.raised[0], asset: 'P1', priority: 'high', raisedAt: NOON, shelvedUntil: null },
  ])
  expect(await then(NOON + 15 * MINUTE)).toMatchObject([{ shelvedUntil: until }])
  expect(await then(NOON + 30 * MINUTE)).toHaveLength(1)
  expect(await then(NOON + 35 * MINUTE)).toEqual([])
  const stretch = { from: NOON - HOUR, to: NOON + HOUR, parts: 4, services: ['water'] }
  expect(await as((tx) => store.raisedAlarms(tx, stretch))).toEqual([
    { part: 2, priority: 'high', alarms: 1 },
  ])
  expect(await as((tx) => store.raisedAlarms(tx, { ...stretch, services: ['sewer'] }))).toEqual([])
})

test('a prediction is told as it was said then, until it was taken back', async () => {
  const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5203', fn)
  await as((tx) => store.putRegister(tx, smallRegister('5203')))
  const subject = { type: 'zone' as const, tag: 'DMA1' }
  const say = (asOf: number, ...probabilities: number[]) =>
    as((tx) =>
      store.savePredictions(tx, {
        ...{ model: 'm', subject, asOf },
        predictions: probabilities.map(
          (probability) => ({ subject, kind: 'leak', asOf, probability }) as Prediction,
        ),
      }),
    )
  await say(NOON, 0.6)
  await say(NOON + HOUR, 0.9)
  await say(NOON + 2 * HOUR)
  const then = async (at: number) =>
    (await as((tx) => store.predictionsAt(tx, at))).map(({ probability }) => probability)
  expect(await then(NOON - 1)).toEqual([])
  expect(await then(NOON + 30 * MINUTE)).toEqual([0.6])
  expect(await then(NOON + 90 * MINUTE)).toEqual([0.9])
  expect(await then(NOON + 2 * HOUR)).toEqual([])
})

test('a silence lasts between its ends', async () => {
  const { pack, send } = await startTown(db, '5204')
  const silence = { id: randomUUID(), signals: [P1], from: NOON, to: NOON + HOUR, reason: 'timeout' as const }
  await send(pack([silence]), NOON + HOUR)
  const then = async (at: number) =>
    (await asApi(db, '5204', (tx) => store.silencesAt(tx, at))).map(({ id }) => id)
  expect(await then(NOON - 1)).toEqual([])
  expect(await then(NOON)).toEqual([silence.id])
  expect(await then(NOON + HOUR)).toEqual([])
})

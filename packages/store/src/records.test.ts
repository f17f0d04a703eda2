import { createHash, randomUUID } from 'node:crypto'
import { Assessment, Document, MINUTE, Round } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addAssessment,
  assessmentsOf,
  type Database,
  documentsOf,
  putDocument,
  putRound,
  roundsOn,
} from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { asApi, NOON, startTown } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
  for (const code of ['2101', '2102']) await startTown(db, code)
}, SLOW)
afterAll(() => store.stop(), SLOW)

test('an asset’s condition is the newest judgement, and earlier ones stay', async () => {
  const judged = (at: number, grade: number): Assessment =>
    Assessment.parse({ asset: 'P1', at, grade, basis: 'inspection', note: 'rust', by: 'u1', order: null })
  const [late, early] = [judged(NOON + MINUTE, 4), judged(NOON, 2)]
  for (const one of [late, early, early])
    expect(await asApi(db, '2101', (tx) => addAssessment(tx, one))).toBe(true)
  expect(await asApi(db, '2101', (tx) => assessmentsOf(tx, 'P1'))).toEqual([late, early])
  expect(await asApi(db, '2102', (tx) => assessmentsOf(tx, 'P1'))).toEqual([])
  expect(await asApi(db, '2101', (tx) => addAssessment(tx, { ...late, asset: 'P9' }))).toBe(false)
  await expect(asApi(db, '2101', (tx) => tx.query('update assessment set grade = 1'))).rejects.toThrow(
    /permission denied/,
  )
})

test('a document is found with each asset that it is about', async () => {
  const document = Document.parse({
    ...{ id: randomUUID(), name: 'Ritning 12.pdf', kind: 'drawing', mediaType: 'application/pdf', bytes: 3 },
    ...{ hash: createHash('sha256').update('abc').digest('hex'), madeAt: null, addedAt: NOON, addedBy: 'u1' },
    ...{ visibility: 'staff', assets: ['P1', 'P2'] },
  })
  const put = (change: Partial<Document>) =>
    asApi(db, '2101', (tx) => putDocument(tx, { ...document, ...change }))
  const of = (asset: string) => asApi(db, '2101', (tx) => documentsOf(tx, asset))
  expect(await put({ assets: ['P1', 'P2', 'P9'] })).toEqual({ unknown: ['P9'] })
  expect(await of('P1')).toEqual([document])
  expect(await of('P2')).toEqual([document])
  await put({ name: 'Ritning 12b.pdf', assets: ['P2'] })
  expect(await of('P1')).toEqual([])
  expect(await of('P2')).toEqual([{ ...document, name: 'Ritning 12b.pdf', assets: ['P2'] }])
  expect(await asApi(db, '2102', (tx) => documentsOf(tx, 'P2'))).toEqual([])
})

test('a round keeps the order of its stops, and why one was left out', async () => {
  const stop = { order: null, visitedAt: null, skipped: null }
  const round = Round.parse({
    ...{ id: randomUUID(), name: 'Norr', day: '2026-05-04', crew: null },
    stops: [
      { ...stop, asset: 'P2', visitedAt: NOON },
      { ...stop, asset: 'P1', skipped: { reason: 'blocked by snow', at: NOON, by: 'u1' } },
    ],
  })
  const on = (code: string, day: string) => asApi(db, code, (tx) => roundsOn(tx, day))
  await asApi(db, '2101', (tx) => putRound(tx, round))
  expect(await on('2101', '2026-05-04')).toEqual([round])
  const turned = { ...round, crew: 'u2', stops: round.stops.toReversed() }
  await asApi(db, '2101', (tx) => putRound(tx, turned))
  expect(await on('2101', '2026-05-04')).toEqual([turned])
  expect(await on('2101', '2026-05-05')).toEqual([])
  expect(await on('2102', '2026-05-04')).toEqual([])
  const astray = { ...round, stops: [{ ...stop, asset: 'P9' }] }
  await expect(asApi(db, '2101', (tx) => putRound(tx, astray))).rejects.toThrow(/Norr has a stop at an asset/)
  expect(await on('2101', '2026-05-04')).toEqual([turned])
})

import { HOUR, MINUTE, type Reading } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, readingPages, type Want } from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, NOON, startTown, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
const all = new Map<string, Reading[]>()

/** P1 every minute over ten hours, P2 every two hours, P3 forty readings of one instant, P4 one far from all others. */
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
  const { pack, send } = await startTown(db, '1101', 5)
  const put = (key: string, reading: Reading) => all.set(key, [...(all.get(key) ?? []), reading])
  for (let i = 0; i < 600; i++) {
    const at = NOON + i * MINUTE
    put('P1/pressure', i % 7 === 0 ? withoutValue(at) : aReading(at, i))
    if (i % 120 === 0) put('P2/pressure', aReading(at, i))
  }
  for (let i = 0; i < 40; i++) put('P3/pressure', aReading(NOON + 30 * MINUTE, i))
  put('P4/pressure', aReading(NOON + 9_000 * HOUR, 1))
  const entries = [...all].flatMap(([key, readings]) => readings.map((reading) => [key, reading] as const))
  await send(pack(entries), NOON + 9_000 * HOUR)
}, SLOW)
afterAll(() => store.stop(), SLOW)

const END = NOON + 10_000 * HOUR
const key = (nth: number) => `P${nth}/pressure`
const cases: [string, Want[]][] = [
  ['one stretch', [{ key: key(1), from: NOON, to: END }]],
  ['a stretch whose ends are readings', [{ key: key(1), from: NOON + MINUTE, to: NOON + 9 * MINUTE }]],
  ['all of several signals', [1, 2, 3, 4, 5].map((nth) => ({ key: key(nth), from: NOON, to: END }))],
  [
    'stretches that begin and end apart',
    [
      { key: key(1), from: NOON + 20 * MINUTE, to: NOON + 3 * HOUR },
      { key: key(2), from: 0, to: NOON + 5 * HOUR },
      { key: key(3), from: NOON + 30 * MINUTE, to: NOON + 30 * MINUTE + 1 },
      { key: key(4), from: NOON + 9_000 * HOUR, to: END },
    ],
  ],
  ['one in which nothing is', [{ key: key(5), from: 0, to: END }]],
  ['an empty one', [{ key: key(1), from: NOON, to: NOON }]],
  ['none', []],
]

test.each(cases)('%s: whatever fits on a page, each reading comes once and in order', async (_, wants) => {
  for (const most of [7, 5_000]) {
    const got = new Map<string, Reading[]>()
    for await (const page of readingPages(db, '1101', wants, most)) {
      for (const { key, readings } of page) got.set(key, [...(got.get(key) ?? []), ...readings])
    }
    for (const { key, from, to } of wants) {
      const asked = (all.get(key) ?? []).filter((r) => r.sourceTime >= from && r.sourceTime < to)
      expect(got.get(key) ?? []).toEqual(asked)
    }
  }
})

test('a page holds no more than was asked for, unless one instant does', async () => {
  const wants = [1, 2, 3].map((nth) => ({ key: key(nth), from: NOON, to: END }))
  const sizes: number[] = []
  for await (const page of readingPages(db, '1101', wants, 30)) {
    sizes.push(page.reduce((sum, { readings }) => sum + readings.length, 0))
  }
  // Forty readings of P3 and the one that P1 has at the same instant.
  expect(sizes.filter((size) => size > 30)).toEqual([41])
})

test('another municipality gets nothing', async () => {
  await startTown(db, '1102')
  for await (const page of readingPages(db, '1102', [{ key: key(1), from: NOON, to: NOON + HOUR }], 100)) {
    expect(page).toEqual([])
  }
})

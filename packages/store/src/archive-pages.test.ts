import { DAY, HOUR, MINUTE, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archivePages, type Database, type StoredReading } from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, at, startTown, type TestCollector, withoutValue } from './testing/town.ts'

const MAY = at('2026-05-01T00:00:00Z')
const JUNE = at('2026-06-01T00:00:00Z')

let store: TestStore
let db: Database
let town: TestCollector
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
  town = await startTown(db, '2101', 12)
  await town.send(
    town.pack([
      ['P2/pressure', aReading(JUNE - 1, 0.1 + 0.2)],
      ['P2/pressure', aReading(JUNE, 9)],
      ['P10/pressure', aReading(MAY, -0, { status: 0x40000000, clock: 'collector' })],
      ['P10/pressure', withoutValue(MAY, { serverTime: MAY - HOUR })],
      ['P1/pressure', aReading(MAY - 1, 9)],
      ...Array.from({ length: 90 }, (_, i) => ['P1/pressure', aReading(MAY + i * 10 * SECOND, i)] as const),
      ['P1/pressure', aReading(JUNE - DAY, 7)],
    ]),
    JUNE,
  )
}, SLOW)
afterAll(() => store.stop(), SLOW)

async function pagesOf(most: number): Promise<StoredReading[][]> {
  const pages: StoredReading[][] = []
  for await (const page of archivePages(db, '2101', { from: MAY, to: JUNE }, most)) pages.push(page)
  return pages
}

test('a month comes by signal and time, with the outbox and number of each reading', async () => {
  const rows = (await pagesOf(4_000)).flat()
  expect(rows).toHaveLength(94)
  expect([...new Set(rows.map(({ key }) => key))]).toEqual(['P1/pressure', 'P10/pressure', 'P2/pressure'])
  expect(rows[0]).toEqual({
    key: 'P1/pressure',
    unit: 'bar',
    epoch: town.epoch,
    sequence: 6,
    reading: aReading(MAY, 0),
  })
  const last = rows.slice(-3).map(({ reading }) => reading)
  expect(last).toEqual([
    aReading(MAY, -0, { status: 0x40000000, clock: 'collector' }),
    withoutValue(MAY, { serverTime: MAY - HOUR }),
    aReading(JUNE - 1, 0.1 + 0.2),
  ])
})

test.each([1, 2, 7, 50])('pages of at most %i have the same readings in the same order', async (most) => {
  const pages = await pagesOf(most)
  // Of one instant all readings are in one page.
  expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(Math.max(most, 2))
  expect(pages.flat()).toEqual((await pagesOf(4_000)).flat())
})

test('another municipality’s readings are not among them', async () => {
  const other = await startTown(db, '2102', 1)
  await other.send(other.pack([['P1/pressure', aReading(MAY + MINUTE, 3)]]), JUNE)
  expect((await pagesOf(4_000)).flat()).toHaveLength(94)
})

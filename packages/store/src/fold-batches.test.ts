import { DAY, HOUR, MINUTE, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, foldBatches, ingest, readingsBetween } from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, NOON, startTown } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const batchesOf = (municipality: string) =>
  asApi(db, municipality, (tx) =>
    tx.query<{ first: number; last: number; arrived: number; readings: number; late: number }>(
      'select first, last, arrived, readings, late_readings as late from batch order by epoch, first',
    ),
  )

test('batches of one hour become one row, and what was known by an hour’s end stays known', async () => {
  const { pack, send } = await startTown(db, '1201')
  const arrivals = [0, 5, 55, 60, 119, 200].map((minutes) => NOON + minutes * MINUTE)
  for (const at of arrivals) await send(pack([['P1/pressure', aReading(at, 4)]]), at)
  const knownAt = (at: number) =>
    asApi(db, '1201', (tx) =>
      readingsBetween(tx, 'P1/pressure', { from: NOON, to: NOON + DAY, knownAt: at }),
    ).then((known) => known.length)
  const ends = [NOON + HOUR - 1, NOON + 2 * HOUR - 1, NOON + 3 * HOUR, NOON + 4 * HOUR]
  const before = await Promise.all(ends.map(knownAt))

  expect(await foldBatches(db, NOON + 3 * HOUR, null)).toBeNull()
  expect(await batchesOf('1201')).toEqual([
    { first: 1, last: 3, arrived: arrivals[2], readings: 3, late: 0 },
    { first: 4, last: 5, arrived: arrivals[4], readings: 2, late: 0 },
    { first: 6, last: 6, arrived: arrivals[5], readings: 1, late: 0 },
  ])
  expect(await Promise.all(ends.map(knownAt))).toEqual(before)
  expect(before).toEqual([3, 5, 5, 6])
})

test('a batch that brought something late stays as it came, and none is folded over it', async () => {
  const { pack, send } = await startTown(db, '1202')
  const at = (minutes: number) => NOON + minutes * MINUTE
  for (const minutes of [0, 1]) await send(pack([['P1/pressure', aReading(at(minutes), 4)]]), at(minutes))
  await send(pack([['P1/pressure', aReading(NOON - 2 * DAY, 4)]]), at(2))
  for (const minutes of [3, 4]) await send(pack([['P1/pressure', aReading(at(minutes), 4)]]), at(minutes))
  expect(await foldBatches(db, NOON + HOUR, null)).toBeNull()
  expect((await batchesOf('1202')).map(({ first, last, late }) => [first, last, late])).toEqual([
    [1, 2, 0],
    [3, 3, 1],
    [4, 5, 0],
  ])
})

test('a batch sent once more after its row was folded adds nothing', async () => {
  const { pack, send, collector } = await startTown(db, '1203')
  const batch = pack([['P1/pressure', aReading(NOON, 4)]])
  await send(batch, NOON)
  await send(pack([['P1/pressure', aReading(NOON + SECOND, 4)]]), NOON + SECOND)
  await foldBatches(db, NOON + HOUR, null)
  const again = await ingest(db, { municipality: '1203', collector, batch, arrivedAt: NOON + HOUR })
  expect(again.touched.size).toBe(0)
  expect(await batchesOf('1203')).toHaveLength(1)
})

test('more than a slice is worked off slice by slice, municipality after municipality', async () => {
  const { pack, send } = await startTown(db, '1204')
  await send(pack([['P1/pressure', aReading(NOON, 4)]]), NOON)
  await db.across((tx) =>
    tx.query(
      `insert into batch (municipality, epoch, first, last, arrived, readings, silences)
       select municipality, epoch, n, n, arrived + n * interval '1 second', 1, 0
       from batch, generate_series(2, 9000) n where municipality = '1204'`,
    ),
  )
  let [slices, reached] = [0, await foldBatches(db, NOON + DAY, null)]
  for (; reached; slices++) reached = await foldBatches(db, NOON + DAY, reached)
  expect(slices).toBeGreaterThan(1)
  const left = await batchesOf('1204')
  // Three hours, and one row more where a slice ended within an hour.
  expect(left.length).toBeLessThanOrEqual(3 + slices)
  expect(left.reduce((sum, { readings }) => sum + readings, 0)).toBe(9000)
})

import { HOUR, MINUTE, type Reading, type Rollup, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, queuedBefore, queuedRollups, refreshRollups, rollupsBetween } from './index.ts'
import { bruteRollups } from './testing/brute-rollups.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { seeded } from './testing/seeded.ts'
import { aReading, asApi, NOON, startTown, type TestCollector, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const refresh = () => refreshRollups(db, { most: 60_000 })
const rollups = async (code: string, step: '5m' | '1h', key = 'P1/pressure'): Promise<Rollup[]> =>
  (await asApi(db, code, (tx) => rollupsBetween(tx, [key], step, NOON - 100 * HOUR, NOON + 100 * HOUR)))[key]!

/** Equal but for the last digits of the means, which are added up in another order. */
function expectSame(actual: readonly Rollup[], expected: readonly Rollup[]): void {
  const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 8))
  expect(expected.length).toBeGreaterThan(0)
  expect(actual).toEqual(
    expected.map((one) => ({ ...one, average: near(one.average), timeWeighted: near(one.timeWeighted) })),
  )
}

async function sendAll({ pack, send }: TestCollector, readings: readonly Reading[], key = 'P1/pressure') {
  for (let i = 0; i < readings.length; i += 1000) {
    await send(pack(readings.slice(i, i + 1000).map((reading) => [key, reading])))
  }
}

const inOrder = (readings: readonly Reading[]): Reading[] =>
  readings.toSorted((a, b) => a.sourceTime - b.sourceTime)

describe('roll-ups equal what their definition says', () => {
  test('for values that stand unevenly, over empty buckets and into the next', async () => {
    const town = await startTown(db, '3001')
    const readings = [
      aReading(NOON + 1 * MINUTE, 10),
      aReading(NOON + 2 * MINUTE, 20),
      aReading(NOON + 7 * MINUTE, 30),
      // Two empty buckets, then a bucket that nothing is carried into.
      aReading(NOON + 21 * MINUTE, 40),
      aReading(NOON + 59 * MINUTE, 50),
      // The next hour's first reading comes late in it.
      aReading(NOON + 100 * MINUTE, 60),
      // An hour without any, into which 60 is not carried further.
      aReading(NOON + 190 * MINUTE, 70),
    ]
    await sendAll(town, readings)
    await refresh()
    const five = await rollups('3001', '5m')
    expectSame(five, bruteRollups(readings, '5m'))
    expect(five[0]!.timeWeighted).toBe((10 * 1 + 20 * 3) / 4)
    expect(five[1]!.timeWeighted).toBe((20 * 2 + 30 * 3) / 5)
    const hours = await rollups('3001', '1h')
    expectSame(hours, bruteRollups(readings, '1h'))
    expect(hours[1]!.timeWeighted).toBe((50 * 40 + 60 * 20) / 60)
    expect(hours[2]!.timeWeighted).toBe(70)
  })

  test('good values alone count, and a bad or uncertain one ends what stood before it', async () => {
    const town = await startTown(db, '3002')
    const readings = [
      aReading(NOON, 1),
      withoutValue(NOON + MINUTE),
      aReading(NOON + 2 * MINUTE, 99, { status: 0x40940000 }),
      aReading(NOON + 3 * MINUTE, 3),
      aReading(NOON + 4 * MINUTE, 77, { status: 0x80000000 }),
      // Nothing good: no numbers, only counts; and nothing to carry into the bucket after it.
      withoutValue(NOON + 6 * MINUTE),
      aReading(NOON + 12 * MINUTE, 5),
    ]
    await sendAll(town, readings)
    await refresh()
    const five = await rollups('3002', '5m')
    expectSame(five, bruteRollups(readings, '5m'))
    expect(five[0]).toMatchObject({ average: 2, timeWeighted: 2, last: 3, good: 2, uncertain: 1, bad: 2 })
    expect(five[1]).toMatchObject({ average: null, timeWeighted: null, last: null, good: 0, bad: 1 })
    expectSame(await rollups('3002', '1h'), bruteRollups(readings, '1h'))
  })

  test('for a day and a half of everything at random, arriving in random order', async () => {
    const town = await startTown(db, '3003')
    const random = seeded(7)
    const readings: Reading[] = []
    for (let at = NOON - 20 * HOUR; at < NOON + 16 * HOUR; at += Math.ceil(random() ** 3 * 25 * MINUTE)) {
      const kind = random()
      if (kind < 0.1) readings.push(withoutValue(at))
      else if (kind < 0.2) readings.push(aReading(at, random(), { status: 0x40000000 }))
      else readings.push(aReading(at, Math.round(random() * 1000) / 8))
    }
    expect(readings.length).toBeGreaterThan(200)
    const shuffled = readings.map((reading) => ({ reading, key: random() })).sort((a, b) => a.key - b.key)
    for (let i = 0; i < shuffled.length; i += 90) {
      await sendAll(
        town,
        shuffled.slice(i, i + 90).map(({ reading }) => reading),
      )
      await refresh()
    }
    expectSame(await rollups('3003', '5m'), bruteRollups(readings, '5m'))
    expectSame(await rollups('3003', '1h'), bruteRollups(readings, '1h'))
  })

  test('for a bulk of many signals with rates of their own, widened to shared ranges', async () => {
    const town = await startTown(db, '3004', 80)
    const entries = Array.from({ length: 80 }, (_, signal) =>
      Array.from({ length: 12 }, (_, i) => {
        const at = NOON + i * (3 + (signal % 20)) * MINUTE + signal * 7 * SECOND
        return [`P${signal + 1}/pressure`, aReading(at, signal + i)] as const
      }),
    ).flat()
    await town.send(town.pack(entries.toSorted((a, b) => a[1].sourceTime - b[1].sourceTime)))
    await refresh()
    for (const signal of [1, 17, 80]) {
      const key = `P${signal}/pressure`
      const own = entries.filter(([k]) => k === key).map(([, reading]) => reading)
      expectSame(await rollups('3004', '5m', key), bruteRollups(own, '5m'))
      expectSame(await rollups('3004', '1h', key), bruteRollups(own, '1h'))
    }
  })

  test('among equal source times the one numbered last is the last and stands', async () => {
    const town = await startTown(db, '3005')
    await sendAll(town, [aReading(NOON, 1), aReading(NOON, 2)])
    await refresh()
    expect((await rollups('3005', '5m'))[0]).toMatchObject({
      average: 1.5,
      last: 2,
      timeWeighted: 2,
      good: 2,
    })
  })
})

describe('late data', () => {
  test('touches its own bucket and the next, and the hours of these, nothing else', async () => {
    const town = await startTown(db, '3011')
    const minutes = Array.from({ length: 180 }, (_, i) => aReading(NOON + i * MINUTE, i))
    await sendAll(town, minutes)
    await sendAll(town, minutes, 'P2/pressure')
    await refresh()
    // What is computed again loses this mark.
    await db.across((tx) => tx.query(`update rollup_5m set maximum = -1 where municipality = '3011'`))
    await db.across((tx) => tx.query(`update rollup_1h set bad = -1 where municipality = '3011'`))
    const late = aReading(NOON + 32 * MINUTE + 1, 1000)
    await sendAll(town, [late])
    await refresh()
    const touched = async (step: '5m' | '1h', key: string) =>
      (await rollups('3011', step, key))
        .filter((one) => (step === '5m' ? one.maximum : one.bad) !== -1)
        .map((one) => one.bucket)
    expect(await touched('5m', 'P1/pressure')).toEqual([NOON + 30 * MINUTE, NOON + 35 * MINUTE])
    expect(await touched('1h', 'P1/pressure')).toEqual([NOON, NOON + HOUR])
    expect(await touched('5m', 'P2/pressure')).toEqual([])
    expect(await touched('1h', 'P2/pressure')).toEqual([])
    const [hour] = await rollups('3011', '1h')
    // Of the hour only two of twelve buckets were computed again, and those two are right.
    expect(hour).toMatchObject({ maximum: 1000, good: 61 })
    expect((await rollups('3011', '5m'))[6]).toEqual(bruteRollups(inOrder([...minutes, late]), '5m')[6])
  })
})

test('of thousands of buckets late readings re-compute two each, and two hours each', async () => {
  const SIGNALS = 40
  const town = await startTown(db, '3012', SIGNALS)
  const keys = Array.from({ length: SIGNALS }, (_, i) => `P${i + 1}/pressure`)
  const day = Array.from({ length: 288 }, (_, i) => NOON - 12 * HOUR + i * 5 * MINUTE)
  for (const some of [day.slice(0, 100), day.slice(100, 200), day.slice(200)]) {
    await town.send(town.pack(some.flatMap((at) => keys.map((key) => [key, aReading(at, 1)] as const))))
  }
  await refresh()
  await db.across((tx) => tx.query(`update rollup_5m set maximum = -1 where municipality = '3012'`))
  await db.across((tx) => tx.query(`update rollup_1h set bad = -1 where municipality = '3012'`))
  const late = [
    ['P3/pressure', NOON - 11 * HOUR + MINUTE],
    ['P17/pressure', NOON - 2 * HOUR - MINUTE],
    ['P40/pressure', NOON + 9 * HOUR + 31 * MINUTE],
  ] as const
  await town.send(town.pack(late.map(([key, at]) => [key, aReading(at, 2)])))
  await refresh()
  const [count] = await db.across((tx) =>
    tx.query(
      `select (select count(*) from rollup_5m where municipality = '3012') as buckets,
              (select count(*) from rollup_5m where municipality = '3012' and maximum <> -1) as again,
              (select count(*) from rollup_1h where municipality = '3012') as hours,
              (select count(*) from rollup_1h where municipality = '3012' and bad <> -1) as "hoursAgain"`,
    ),
  )
  // P17's is the last of its hour, so its next bucket is the next hour's, whose next hour may be told of it too.
  expect(count).toEqual({ buckets: 288 * SIGNALS, again: 6, hours: 24 * SIGNALS, hoursAgain: 2 + 3 + 2 })
})

describe('the queue', () => {
  test('holds ranges of a bulk import, not its readings', async () => {
    const town = await startTown(db, '3023', 20)
    await refresh()
    const bulk = Array.from({ length: 5000 }, (_, i) => {
      const key = `P${(i % 20) + 1}/pressure`
      return [key, aReading(NOON + Math.floor(i / 20) * MINUTE, i)] as const
    })
    await town.send(town.pack(bulk))
    const [queued] = await asApi(db, '3023', (tx) =>
      tx.query<{ rows: number; buckets: number }>(
        `select count(*) as rows, sum(cardinality(signals) * extract(epoch from to_bucket - from_bucket) / 300)::float8 as buckets
         from rollup_queue`,
      ),
    )
    // 250 minutes touch 50 buckets and the one after, of each signal.
    expect(queued!.buckets).toBe(51 * 20)
    expect(queued!.rows).toBeLessThanOrEqual(10)
    await refresh()
  })

  test('says what is still to be computed, of which signals, and until when', async () => {
    const town = await startTown(db, '3021')
    await refresh()
    await sendAll(town, [aReading(NOON, 1)])
    const queued = (key: string, at: number) => asApi(db, '3021', (tx) => queuedBefore(tx, [key], at))
    expect(await queued('P1/pressure', NOON + 1)).toBe(true)
    expect(await queued('P1/pressure', NOON)).toBe(false)
    expect(await queued('P2/pressure', NOON + 1)).toBe(false)
    expect(await asApi(db, '3021', queuedRollups)).toEqual({ ranges: 1, days: 0 })
    expect(await refreshRollups(db, { most: 0 })).toMatchObject({ refreshed: 1, left: 1 })
    expect(await asApi(db, '3021', queuedRollups)).toEqual({ ranges: 0, days: 1 })
    expect(await queued('P1/pressure', NOON + 1)).toBe(true)
    expect(await refresh()).toMatchObject({ left: 0 })
    expect(await queued('P1/pressure', NOON + HOUR)).toBe(false)
  })

  test('two refreshes at once do what one does', async () => {
    const town = await startTown(db, '3022')
    const readings = Array.from({ length: 600 }, (_, i) => aReading(NOON + i * 30 * SECOND, i % 17))
    await sendAll(town, readings)
    await Promise.all([refresh(), refresh()])
    expectSame(await rollups('3022', '1h'), bruteRollups(readings, '1h'))
  })
})

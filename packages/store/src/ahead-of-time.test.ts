import { DAY, HOUR, type Kommunkod, MINUTE, type Micros, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  adoptUnassigned,
  type Database,
  extentOf,
  latest,
  listArrivals,
  listIssues,
  putRegister,
  refreshRollups,
  rollupsBetween,
} from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, at, enrolledCollector, NOON, smallRegister } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const P1 = 'P1/pressure'
const IN_2099 = at('2099-12-31T23:00:00Z')

/** A municipality whose devices are real, or simulated. */
async function startClocks(municipality: Kommunkod, simulated = false) {
  const register = smallRegister(municipality)
  await asApi(db, municipality, (tx) =>
    putRegister(tx, { ...register, municipality: { ...register.municipality, simulated } }),
  )
  const { pack, send } = await enrolledCollector(db, municipality)
  return {
    report: (arrived: Micros, ...readings: [source: Micros, value: number][]) =>
      send(pack(readings.map(([source, value]) => [P1, aReading(source, value)])), arrived),
    async present() {
      const one = (await asApi(db, municipality, (tx) => latest(tx))).get(P1)
      return one && [one.reading.sourceTime - NOON, one.countsAt - NOON]
    },
    issues: async () =>
      (await asApi(db, municipality, (tx) => listIssues(tx))).map(({ kind, key, readings }) => [
        kind,
        key,
        readings,
      ]),
    stored: async () => (await asApi(db, municipality, (tx) => extentOf(tx, P1))).readings,
    asApi: <T>(fn: Parameters<typeof asApi<T>>[2]) => asApi(db, municipality, fn),
  }
}

const chunks = async (): Promise<number> => {
  const [row] = await db.across((tx) =>
    tx.query<{ n: number }>(`select count(*) as n from timescaledb_information.chunks`),
  )
  return row!.n
}

describe('a device whose clock stands in 2099', () => {
  test('does not own the present, and makes neither chunks nor roll-ups nor anything to judge', async () => {
    const { report, present, issues, stored, asApi } = await startClocks('1301')
    await report(NOON, [NOON, 4])
    await refreshRollups(db, { most: 60_000 })
    const [before, judged] = [await chunks(), await asApi((tx) => listArrivals(tx, 100))]
    for (let i = 1; i <= 20; i++) await report(NOON + i * SECOND, [IN_2099 + i * 40 * DAY, 9])
    expect(await present()).toEqual([0, 0])
    expect(await stored()).toBe(1)
    expect(await chunks()).toBe(before)
    expect(await asApi((tx) => listArrivals(tx, 100))).toEqual(judged)
    expect(await refreshRollups(db, { most: 60_000 })).toMatchObject({ refreshed: 0 })
    expect(await issues()).toEqual([['ahead-of-time', P1, 20]])
  })

  test('is heard again as soon as its clock is right; what was kept waits for its time', async () => {
    const { report, present, stored, issues } = await startClocks('1302')
    await report(NOON, [IN_2099, 9], [NOON + 40 * HOUR, 8])
    await report(NOON + SECOND, [NOON + SECOND, 5])
    expect(await present()).toEqual([SECOND, SECOND])
    expect(await adoptUnassigned(db, '1302', NOON + 15 * HOUR)).toBe(0)
    expect(await adoptUnassigned(db, '1302', NOON + 17 * HOUR)).toBe(1)
    expect(await stored()).toBe(2)
    expect(await issues()).toEqual([['ahead-of-time', P1, 2]])
    expect(await adoptUnassigned(db, '1302', IN_2099)).toBe(1)
    expect(await issues()).toEqual([])
  })
})

describe('a device whose clock is two hours ahead', () => {
  test('counts from when it is heard: it goes stale in time, and the right time follows it at once', async () => {
    const { report, present, stored } = await startClocks('1303')
    await report(NOON, [NOON + 2 * HOUR, 4])
    expect(await present()).toEqual([2 * HOUR, 0])
    await report(NOON + MINUTE, [NOON + 2 * HOUR + MINUTE, 5])
    expect(await present()).toEqual([2 * HOUR + MINUTE, MINUTE])
    // Its clock is set right.
    await report(NOON + 2 * MINUTE, [NOON + 2 * MINUTE - SECOND, 6])
    expect(await present()).toEqual([2 * MINUTE - SECOND, 2 * MINUTE - SECOND])
    // A late reading from before is none of the present.
    await report(NOON + 3 * MINUTE, [NOON + MINUTE, 7])
    expect(await present()).toEqual([2 * MINUTE - SECOND, 2 * MINUTE - SECOND])
    expect(await stored()).toBe(4)
  })

  test('keeps its readings where it said they were', async () => {
    const { report, asApi } = await startClocks('1304')
    await report(NOON, [NOON + 2 * HOUR, 4])
    await refreshRollups(db, { most: 60_000 })
    const rollups = await asApi((tx) => rollupsBetween(tx, [P1], '1h', NOON, NOON + DAY))
    expect(rollups[P1]).toMatchObject([{ bucket: NOON + 2 * HOUR, good: 1 }])
  })
})

test('of one batch the newest counts, whichever way its readings are ordered', async () => {
  const { report, present } = await startClocks('1305')
  await report(NOON, [NOON - SECOND, 1], [NOON - MINUTE, 2], [NOON - 3 * SECOND, 3])
  expect(await present()).toEqual([-SECOND, -SECOND])
  await report(NOON + MINUTE, [NOON + 2 * HOUR, 1], [NOON + 3 * HOUR, 2], [NOON + HOUR, 3])
  expect(await present()).toEqual([3 * HOUR, MINUTE])
})

test('a simulation lives in its own time, but not in 2099', async () => {
  const { report, present, issues } = await startClocks('1306', true)
  await report(NOON, [NOON + 30 * DAY, 1])
  expect(await present()).toEqual([30 * DAY, 30 * DAY])
  await report(NOON, [IN_2099, 1])
  expect(await present()).toEqual([30 * DAY, 30 * DAY])
  expect(await issues()).toEqual([['ahead-of-time', P1, 1]])
})

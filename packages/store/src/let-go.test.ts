import { DAY, HOUR, type Kommunkod, type Micros, Register } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  archivePages,
  chunksToCompress,
  compressChunk,
  type Database,
  letGoDue,
  letGoOf,
  noteArchived,
  putBack,
  putRegister,
  type Retention,
  refreshRollups,
  rollupsBetween,
  type StoredReading,
  saveRetention,
  seriesOf,
} from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, at, enrolledCollector, smallRegister, type TestCollector } from './testing/town.ts'

const MARCH = at('2023-03-01T00:00:00Z')
const APRIL = at('2023-04-01T00:00:00Z')
const NOW = at('2026-03-10T12:00:00Z')
const SHA = 'ab'.repeat(32)
const BIN = 'B1/fill'
const METER = 'P1/pressure'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

/** A sensor of the water and a bin, each with a reading every hour of the first eight days of March 2023. */
async function startTown(code: Kommunkod): Promise<TestCollector> {
  const { assets, signals, ...small } = smallRegister(code, 1)
  const bin = {
    ...assets[0]!,
    tag: 'B1',
    class: 'waste-container',
    attributes: { volume: 600, fraction: 'food' },
  }
  const fill = { ...signals[0]!, key: BIN, asset: 'B1', role: 'fill', unit: '%', range: null }
  const hourly = { type: 'every', seconds: 3600 }
  const register = Register.parse({
    ...small,
    assets: [...assets, bin],
    signals: [...signals, fill].map((one) => ({ ...one, reporting: hourly })),
  })
  await asApi(db, code, (tx) => putRegister(tx, register))
  const town = await enrolledCollector(db, code)
  const hours = Array.from({ length: 8 * 24 }, (_, i) => i)
  await town.send(
    town.pack(
      hours.flatMap((i) => [
        [METER, aReading(MARCH + i * HOUR, i / 7)] as const,
        [BIN, aReading(MARCH + i * HOUR, i % 101), '%'] as const,
      ]),
    ),
    APRIL,
  )
  return town
}

async function startRolledTown(code: Kommunkod): Promise<TestCollector> {
  const town = await startTown(code)
  await refreshRollups(db, { most: 60_000 })
  return town
}

async function readingsOf(code: Kommunkod): Promise<StoredReading[]> {
  const rows: StoredReading[] = []
  for await (const page of archivePages(db, code, { from: MARCH, to: APRIL })) rows.push(...page)
  return rows
}
const ofBin = (rows: readonly StoredReading[]) => rows.filter(({ key }) => key === BIN)
const ofMeter = (rows: readonly StoredReading[]) => rows.filter(({ key }) => key === METER)

async function archive(code: Kommunkod, sha256 = SHA): Promise<StoredReading[]> {
  const rows = await readingsOf(code)
  const counts = new Map([BIN, METER].map((key) => [key, Array<number>(31).fill(0)]))
  for (const { key, reading } of rows) counts.get(key)![Math.floor((reading.sourceTime - MARCH) / DAY)]!++
  const file = { name: 'march.parquet', sha256, from: MARCH, to: APRIL }
  await asApi(db, code, (tx) => noteArchived(tx, file, counts, NOW))
  return rows
}

const decide = (code: Kommunkod, more: Partial<Retention> = {}) =>
  asApi(db, code, (tx) =>
    saveRetention(tx, {
      class: 'waste',
      readingYears: 2,
      fiveMinuteYears: 2,
      decision: 'KS 2025/117',
      setBy: 'u1',
      setAt: NOW,
      ...more,
    }),
  )

async function letGo(code: Kommunkod, now: Micros = NOW): Promise<{ readings: number; rollups: number }> {
  const sum = { readings: 0, rollups: 0 }
  for await (const step of letGoDue(db, code, now)) {
    sum.readings += step.readings
    sum.rollups += step.rollups
  }
  return sum
}

const hoursOf = (code: Kommunkod, key: string) =>
  asApi(db, code, (tx) => rollupsBetween(tx, [key], '1h', MARCH, APRIL))
const fiveOf = (code: Kommunkod, key: string) =>
  asApi(db, code, (tx) => rollupsBetween(tx, [key], '5m', MARCH, APRIL))
const goneOf = (code: Kommunkod, key: string) => asApi(db, code, (tx) => letGoOf(tx, key, MARCH, APRIL))

const chunksOfMarch = () =>
  db.run<{ from: Micros; to: Micros }>(
    `select range_start as "from", range_end as "to" from timescaledb_information.chunks
     where hypertable_name = 'reading' and range_start >= '2023-03-01' and range_end <= '2023-04-01'`,
  )

describe('nothing is let go of', () => {
  test('without a decision, however old and archived it is', async () => {
    await startRolledTown('2401')
    await archive('2401')
    expect(await letGo('2401')).toEqual({ readings: 0, rollups: 0 })
  })

  test('that no file has, whatever was decided', async () => {
    await startRolledTown('2402')
    await decide('2402')
    expect(await letGo('2402')).toEqual({ readings: 0, rollups: 0 })
    expect(await readingsOf('2402')).toHaveLength(2 * 8 * 24)
    expect((await fiveOf('2402', BIN))[BIN]!.length).toBeGreaterThan(0)
  })

  test('before the years are over', async () => {
    await startRolledTown('2403')
    await archive('2403')
    await decide('2403', { readingYears: 3, fiveMinuteYears: null })
    expect(await letGo('2403', at('2026-03-31T23:59:59Z'))).toEqual({ readings: 0, rollups: 0 })
    expect(await letGo('2403', at('2026-04-01T00:00:00Z'))).toEqual({ readings: 8 * 24, rollups: 0 })
  })

  test('of a day to which something was added after the file was written', async () => {
    const town = await startRolledTown('2404')
    await archive('2404')
    await town.send(town.pack([[BIN, aReading(MARCH + 3 * DAY + 5, 50), '%']]), NOW)
    await decide('2404', { fiveMinuteYears: null })
    expect(await letGo('2404')).toEqual({ readings: 7 * 24, rollups: 0 })
    expect(ofBin(await readingsOf('2404'))).toHaveLength(25)
    await refreshRollups(db, { most: 60_000 })
    await archive('2404', 'cd'.repeat(32))
    expect(await letGo('2404')).toEqual({ readings: 25, rollups: 0 })
    expect(ofBin(await readingsOf('2404'))).toEqual([])
  })
})

test('nothing is let go of before its hours are computed', async () => {
  await startTown('2406')
  await archive('2406')
  await decide('2406')
  expect(await letGo('2406')).toEqual({ readings: 0, rollups: 0 })
  await refreshRollups(db, { most: 60_000 })
  const hours = await hoursOf('2406', BIN)
  expect(await letGo('2406')).toEqual({ readings: 8 * 24, rollups: 2 })
  expect(await hoursOf('2406', BIN)).toEqual(hours)
})

describe('what was decided', () => {
  const code = '2405'
  let before: StoredReading[]
  let hours: Awaited<ReturnType<typeof hoursOf>>
  let town: TestCollector
  beforeAll(async () => {
    town = await startRolledTown(code)
    const due = await chunksToCompress(db, MARCH + 4 * DAY)
    for (const chunk of due) await compressChunk(db, chunk)
    before = await archive(code)
    hours = await hoursOf(code, BIN)
    await decide(code)
  }, SLOW)

  test('goes, compressed or not, and nothing else does', async () => {
    expect(await letGo(code)).toEqual({ readings: 8 * 24, rollups: 2 })
    const after = await readingsOf(code)
    expect(ofBin(after)).toEqual([])
    expect(after).toEqual(ofMeter(before))
    expect(await letGo(code)).toEqual({ readings: 0, rollups: 0 })
  })

  test('stays in hours', async () => {
    expect(hours[BIN]).toHaveLength(8 * 24)
    expect(await hoursOf(code, BIN)).toEqual(hours)
  })

  test('is drawn by its hours, without a hole', async () => {
    const day = { from: MARCH + DAY, to: MARCH + 2 * DAY, points: 2_000, now: NOW }
    const series = await seriesOf(db, code, BIN, day)
    expect(series).toMatchObject({ resolution: '1h', gaps: [], letGo: [{ what: 'reading' }, {}] })
    expect(series!.last).toEqual(hours[BIN]!.slice(24, 48).map(({ last }) => last))
    expect(await seriesOf(db, code, METER, day)).toMatchObject({ resolution: 'raw', letGo: [] })
  })

  test('is told from what is missing: when, by whom, by which decision, and where it lies now', async () => {
    expect(await goneOf(code, BIN)).toEqual([
      {
        what: 'reading',
        from: MARCH,
        to: MARCH + 8 * DAY,
        at: NOW,
        by: 'u1',
        decision: 'KS 2025/117',
        file: 'march.parquet',
      },
      expect.objectContaining({ what: 'rollup_5m', file: null }),
    ])
    expect(await goneOf(code, METER)).toEqual([])
  })

  test('is not computed anew from the one reading that comes after all', async () => {
    await town.send(town.pack([[BIN, aReading(MARCH + 2 * DAY + HOUR / 2, 999), '%']]), NOW)
    await refreshRollups(db, { most: 60_000 })
    expect(await hoursOf(code, BIN)).toEqual(hours)
    expect(ofBin(await readingsOf(code))).toHaveLength(1)
  })

  test('comes back to the bit, once, and with it what is computed of it', async () => {
    const days = Map.groupBy(ofBin(before), ({ reading }) => Math.floor(reading.sourceTime / DAY))
    const someDays = [...days.values()].slice(1)
    expect(await putBack(db, code, SHA, someDays.flat())).toEqual({ readings: 7 * 24 })
    expect(await putBack(db, code, SHA, someDays.flat())).toEqual({ readings: 0 })
    expect(await putBack(db, code, 'ef'.repeat(32), [...days.values()].flat())).toEqual({ readings: 0 })
    expect(await goneOf(code, BIN)).toMatchObject([{ what: 'reading', from: MARCH, to: MARCH + DAY }, {}])
    expect(await putBack(db, code, SHA, ofBin(before))).toEqual({ readings: 24 })
    const back = ofBin(await readingsOf(code)).filter(({ reading }) => reading.sourceTime % HOUR === 0)
    expect(back).toEqual(ofBin(before))
    await refreshRollups(db, { most: 60_000 })
    const [first] = (await hoursOf(code, BIN))[BIN]!
    expect(first).toEqual(hours[BIN]![0])
    expect((await fiveOf(code, BIN))[BIN]!.length).toBeGreaterThan(7 * 24)
  })
})

test('a chunk in which nobody has anything left is dropped', async () => {
  // Every town of this file has readings on these days; where they are compressed some are one chunk.
  const days = (await chunksOfMarch()).map(({ from, to }) => (to - from) / DAY)
  expect(days.reduce((sum, length) => sum + length)).toBe(8)
  for (const code of ['2401', '2402', '2403', '2404', '2405', '2406']) {
    await archive(code, code.padStart(64, '0'))
    for (const one of ['waste', 'drinking-water']) await decide(code, { class: one, fiveMinuteYears: null })
    await letGo(code)
  }
  expect(await chunksOfMarch()).toEqual([])
})

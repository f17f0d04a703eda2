import {
  type Kommunkod,
  MINUTE,
  type Reading,
  type ReportingRule,
  type Signal,
  type SignalKind,
  type StoredRollup,
} from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, putRegister, refreshRollups } from './index.ts'
import { signalId } from './readings.ts'
import { storedRollups } from './rollups.ts'
import { bruteStored } from './testing/brute-rollups.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { seeded } from './testing/seeded.ts'
import { aReading, asApi, enrolledCollector, NOON, smallRegister, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const KEY = 'P1/volume'
const COUNTER: SignalKind = { type: 'counter', modulus: 1000 }
const EVERY_MINUTE: ReportingRule = { type: 'every', seconds: 60 }

/** A town with one water meter that counts cubic metres. */
async function startMeter(municipality: Kommunkod, reporting = EVERY_MINUTE) {
  const register = smallRegister(municipality, 2)
  const meter: Signal = {
    ...register.signals[0]!,
    ...{ key: KEY, role: 'volume', unit: 'm3', kind: COUNTER, reporting },
  }
  await asApi(db, municipality, (tx) =>
    putRegister(tx, { ...register, signals: [...register.signals, meter] }),
  )
  const { pack, send } = await enrolledCollector(db, municipality)
  return {
    rules: { kind: COUNTER, reporting },
    async take(readings: readonly Reading[]) {
      await send(pack(readings.map((reading) => [KEY, reading, 'm3'])))
      await refreshRollups(db, { most: 60_000 })
    },
    stored: (step: '5m' | '1h'): Promise<StoredRollup[]> =>
      asApi(db, municipality, async (tx) =>
        storedRollups(tx, (await signalId(tx, KEY))!, step, NOON - 1e12, NOON + 1e12),
      ),
  }
}

function expectSame(actual: readonly StoredRollup[], expected: readonly StoredRollup[]): void {
  const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 6))
  expect(expected.length).toBeGreaterThan(0)
  expect(actual).toEqual(
    expected.map((one) => ({
      ...one,
      average: near(one.average),
      timeWeighted: near(one.timeWeighted),
      counted: one.counted && { ...one.counted, increase: near(one.counted.increase) },
    })),
  )
}

describe('what a meter counted', () => {
  test('goes over its modulus, and not over its replacement', async () => {
    const { take, stored } = await startMeter('3101')
    const values = [980, 990, 5, 10, 400, 3, 4]
    await take(values.map((value, i) => aReading(NOON + i * MINUTE * 0.7, value)))
    // 980 → 990 → (1000) 5 → 10 → 400, a new meter at 3 → 4.
    const counted = { first: 980, increase: 10 + 15 + 5 + 390 + 0 + 1, resets: 1 }
    expect(await stored('5m')).toMatchObject([{ counted, last: 4 }])
    expect(await stored('1h')).toMatchObject([{ counted, last: 4 }])
  })

  test('passes over readings that are not good', async () => {
    const { take, stored } = await startMeter('3102')
    await take([
      aReading(NOON, 100),
      withoutValue(NOON + MINUTE),
      aReading(NOON + 2 * MINUTE, 7, { status: 0x40000000 }),
      aReading(NOON + 3 * MINUTE, 130),
    ])
    expect(await stored('1h')).toMatchObject([
      { counted: { first: 100, increase: 30, resets: 0 }, missing: 0 },
    ])
  })
})

test.each([
  ['3103', EVERY_MINUTE, 3],
  ['3104', { type: 'on-change', silentAtMost: 420 } satisfies ReportingRule, 9],
])(
  'random meters in random order are stored as their definition says (%s)',
  async (code, reporting, seed) => {
    const { take, stored, rules } = await startMeter(code, reporting)
    const random = seeded(seed)
    const readings: Reading[] = []
    let value = 950
    for (let at = NOON; at < NOON + 1200 * MINUTE; at += Math.ceil(random() ** 3 * 12 * MINUTE)) {
      value = random() < 0.02 ? random() * 1000 : (value + random() * 20) % 1000
      if (random() < 0.1) readings.push(withoutValue(at))
      else readings.push(aReading(at, value, random() < 0.1 ? { status: 0x40000000 } : {}))
    }
    expect(readings.length).toBeGreaterThan(200)
    const shuffled = readings.map((reading) => ({ reading, key: random() })).sort((a, b) => a.key - b.key)
    for (let i = 0; i < shuffled.length; i += 120) {
      await take(shuffled.slice(i, i + 120).map(({ reading }) => reading))
    }
    const [five, hours] = [bruteStored(readings, '5m', rules), bruteStored(readings, '1h', rules)]
    expect(hours.some(({ counted }) => counted && counted.resets > 0)).toBe(true)
    expect(hours.some(({ missing }) => missing > 0)).toBe(true)
    expectSame(await stored('5m'), five)
    expectSame(await stored('1h'), hours)
  },
)

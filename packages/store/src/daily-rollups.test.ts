import { bucketBounds, DAY, HOUR, MINUTE, type Reading, type Signal } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, dailyRollups, foldedRollups, putRegister, refreshRollups } from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { seeded } from './testing/seeded.ts'
import { aReading, asApi, at, enrolledCollector, smallRegister, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const CODE = '3201'
const [METER, PRESSURE] = ['P1/volume', 'P1/pressure']
/** Summer time begins on the second day: it has 23 hours. */
const FROM = at('2026-03-27T23:00:00Z')
const TO = at('2026-04-02T22:00:00Z')

/** A meter that wraps and is replaced, and a pressure that is silent for a day. */
async function fill(): Promise<void> {
  const register = smallRegister(CODE, 2)
  const reporting = { type: 'every', seconds: 600 } as const
  const meter: Signal = {
    ...register.signals[0]!,
    ...{ key: METER, role: 'volume', unit: 'm3', kind: { type: 'counter', modulus: 1000 }, reporting },
  }
  await asApi(db, CODE, (tx) => putRegister(tx, { ...register, signals: [...register.signals, meter] }))
  const { pack, send } = await enrolledCollector(db, CODE)
  const random = seeded(4)
  const readings: [string, Reading, 'm3' | 'bar'][] = []
  let counted = 900
  for (let time = FROM - 3 * HOUR; time < TO; time += 15 * MINUTE) {
    counted = random() < 0.01 ? 500 * random() : (counted + 12 * random()) % 1000
    const told = random() < 0.05 ? withoutValue(time) : aReading(time, counted)
    readings.push([METER, told, 'm3'])
    const isSilent = time >= FROM + 1.9 * DAY && time < FROM + 3.2 * DAY
    if (!isSilent) readings.push([PRESSURE, aReading(time, 3 + random()), 'bar'])
  }
  for (let i = 0; i < readings.length; i += 500) await send(pack(readings.slice(i, i + 500)))
  await refreshRollups(db, { most: 60_000 })
}

test('days of many signals are what each one’s hours fold to', async () => {
  await fill()
  const bounds = bucketBounds('day', FROM, TO, 'Europe/Stockholm')
  expect(bounds).toHaveLength(7)
  const found = await dailyRollups(db, CODE, [METER, 'nobody/volume', PRESSURE], bounds)
  expect([...found.keys()].sort()).toEqual([PRESSURE, METER])
  for (const [key, { days }] of found) {
    const folded = await foldedRollups(db, CODE, key, { step: 'day', from: FROM, to: TO, now: TO })
    const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 6))
    expect(days).toEqual(
      folded!.buckets.map(({ from, to, minimum, timeWeighted, covered, counted }) => ({
        ...{ from, to, minimum, covered, timeWeighted: near(timeWeighted) },
        counted: counted && { ...counted, increase: near(counted.increase) },
      })),
    )
  }
  const counts = found.get(METER)!.days.map(({ counted }) => counted!)
  expect(counts.some(({ resets }) => resets > 0)).toBe(true)
  expect(counts.every(({ increase }) => increase > 100)).toBe(true)
  expect(found.get(PRESSURE)!.days[2]!.covered).toBe(0)
})

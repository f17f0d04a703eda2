import { HOUR, MINUTE, type Reading, type Rollup, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, refreshRollups, rollupsBetween, rollupsKnownAt } from './index.ts'
import { bruteRollups } from './testing/brute-rollups.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { seeded } from './testing/seeded.ts'
import { aReading, asApi, NOON, startTown, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const P1 = 'P1/pressure'
const FROM = NOON - 24 * HOUR
const TO = NOON + 6 * HOUR

function expectSame(actual: readonly Rollup[], expected: readonly Rollup[]): void {
  const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 8))
  expect(expected.length).toBeGreaterThan(0)
  expect(actual).toEqual(
    expected.map((one) => ({ ...one, average: near(one.average), timeWeighted: near(one.timeWeighted) })),
  )
}

test('roll-ups as they were known are those of what had arrived, and in the end the ones that are stored', async () => {
  const { pack, send } = await startTown(db, '3201')
  const random = seeded(5)
  const readings: Reading[] = []
  for (let at = FROM - 2 * HOUR; at < TO; at += Math.ceil(random() ** 3 * 15 * MINUTE)) {
    if (random() < 0.1) readings.push(withoutValue(at))
    else readings.push(aReading(at, random() * 10, random() < 0.1 ? { status: 0x40000000 } : {}))
  }
  expect(readings.length).toBeGreaterThan(300)
  const shuffled = readings.map((reading) => ({ reading, key: random() })).sort((a, b) => a.key - b.key)
  const batches = Array.from({ length: 5 }, (_, i) =>
    shuffled.filter((_, nth) => nth % 5 === i).map(({ reading }) => reading),
  )
  for (const [i, batch] of batches.entries()) {
    await send(pack(batch.map((reading) => [P1, reading])), TO + i * SECOND)
  }
  await refreshRollups(db, { most: 60_000 })

  for (const step of ['5m', '1h'] as const) {
    for (const [i] of batches.entries()) {
      const stretch = { step, from: FROM, to: TO, knownAt: TO + i * SECOND }
      const arrived = batches
        .slice(0, i + 1)
        .flat()
        .toSorted((a, b) => a.sourceTime - b.sourceTime)
      const known = await rollupsKnownAt(db, '3201', [P1, 'P2/pressure'], stretch)
      expectSame(
        known[P1]!,
        bruteRollups(arrived, step).filter(({ bucket }) => bucket >= FROM),
      )
      expect(known['P2/pressure']).toEqual([])
    }
    const stored = await asApi(db, '3201', (tx) => rollupsBetween(tx, [P1], step, FROM, TO))
    const known = await rollupsKnownAt(db, '3201', [P1], { step, from: FROM, to: TO, knownAt: TO + HOUR })
    expectSame(stored[P1]!, known[P1]!)
  }
  const before = await rollupsKnownAt(db, '3201', [P1], { step: '1h', from: FROM, to: TO, knownAt: TO - 1 })
  expect(before[P1]).toEqual([])
})

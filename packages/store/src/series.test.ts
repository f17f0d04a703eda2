import { randomUUID } from 'node:crypto'
import {
  amountOf,
  HOUR,
  type Kommunkod,
  MINUTE,
  type Micros,
  type Reading,
  type ReportingRule,
  SECOND,
  type Signal,
  type Silence,
} from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, foldedRollups, putRegister, refreshRollups, seriesOf } from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import {
  aReading,
  asApi,
  at,
  enrolledCollector,
  NOON,
  smallRegister,
  startTown,
  type TestCollector,
  withoutValue,
} from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const refresh = () => refreshRollups(db, { most: 60_000 })

async function sendAll(
  { pack, send }: TestCollector,
  readings: readonly Reading[],
  key = 'P1/pressure',
  unit = 'bar',
) {
  for (let i = 0; i < readings.length; i += 5000) {
    await send(pack(readings.slice(i, i + 5000).map((reading) => [key, reading, unit])))
  }
}

/** A town whose only signal is P1's, made as asked. */
async function startSignal(municipality: Kommunkod, signal: Partial<Signal>): Promise<TestCollector> {
  const register = smallRegister(municipality, 1)
  await asApi(db, municipality, (tx) =>
    putRegister(tx, { ...register, signals: [{ ...register.signals[0]!, ...signal }] }),
  )
  return enrolledCollector(db, municipality)
}

describe('a series for a chart', () => {
  test('shows every reading where they fit, and silences and holes as gaps', async () => {
    const town = await startTown(db, '3031')
    await sendAll(town, [aReading(NOON, 1), withoutValue(NOON + 10 * SECOND), aReading(NOON + 5 * MINUTE, 3)])
    const series = await seriesOf(db, '3031', 'P1/pressure', { from: NOON, to: NOON + HOUR })
    expect(series).toMatchObject({
      unit: 'bar',
      resolution: 'raw',
      time: [NOON, NOON + 10 * SECOND, NOON + 5 * MINUTE],
      average: [1, null, 3],
      quality: ['good', 'bad', 'good'],
      gaps: [
        { from: NOON + 10 * SECOND, to: NOON + 5 * MINUTE, reason: 'missing' },
        { from: NOON + 5 * MINUTE, to: null, reason: 'missing' },
      ],
    })
  })

  test('never has more points than asked for, and never loses an extreme', async () => {
    const town = await startTown(db, '3032')
    const readings = Array.from({ length: 2000 }, (_, i) =>
      aReading(NOON + i * 10 * SECOND, i === 777 ? 500 : 1),
    )
    await sendAll(town, readings)
    await refresh()
    const series = await seriesOf(db, '3032', 'P1/pressure', {
      from: NOON,
      to: NOON + 2000 * 10 * SECOND,
      points: 20,
    })
    expect(series!.resolution).toBe('5m')
    expect(series!.time.length).toBeLessThanOrEqual(20)
    expect(series!.gaps).toEqual([])
    expect(Math.max(...series!.maximum.map(Number))).toBe(500)
    expect(await seriesOf(db, '3032', 'P9/none', { from: NOON, to: NOON + HOUR })).toBeNull()
  })
})

describe('a value that is held', () => {
  const onChange: ReportingRule = { type: 'on-change', silentAtMost: 3600 }

  test('is marked where a signal reports on change, as long as its rule allows', async () => {
    const town = await startSignal('3033', { reporting: onChange })
    const times = [0, 5 * MINUTE, 2 * HOUR, 6 * HOUR]
    await sendAll(
      town,
      times.map((time, i) => aReading(NOON + time, i)),
    )
    const ask = (to: Micros, points = 2000) => seriesOf(db, '3033', 'P1/pressure', { from: NOON, to, points })
    const series = await ask(NOON + 7 * HOUR)
    expect(series).toMatchObject({ resolution: 'raw', last: [0, 1, 2, 3], held: [true, true, false, true] })
    expect(series!.gaps).toEqual([{ from: NOON + 2 * HOUR, to: NOON + 6 * HOUR, reason: 'missing' }])
    // Two and a half hours after the last one nothing is known any more.
    const later = await ask(NOON + 9 * HOUR)
    expect(later!.held.at(-1)).toBe(false)
    expect(later!.gaps.at(-1)).toEqual({ from: NOON + 6 * HOUR, to: null, reason: 'missing' })
  })

  test('is marked between buckets too', async () => {
    const town = await startSignal('3034', { reporting: onChange })
    const busy = Array.from({ length: 60 }, (_, i) => aReading(NOON + i * 10 * SECOND, i))
    await sendAll(town, [...busy, aReading(NOON + HOUR, 7)])
    await refresh()
    const series = await seriesOf(db, '3034', 'P1/pressure', {
      from: NOON,
      to: NOON + HOUR + 5 * MINUTE,
      points: 20,
    })
    expect(series).toMatchObject({
      resolution: '5m',
      last: [29, 59, 7],
      held: [false, true, false],
      gaps: [],
    })
  })

  test('does not stand over a silence that somebody told of', async () => {
    const town = await startSignal('3036', { reporting: onChange })
    const silence: Silence = {
      ...{ id: randomUUID(), signals: ['P1/pressure'], reason: 'queue-overflow' },
      ...{ from: NOON + MINUTE, to: NOON + 2 * MINUTE },
    }
    const times = [0, 3 * MINUTE, 6 * MINUTE]
    await town.send(
      town.pack([...times.map((time) => ['P1/pressure', aReading(NOON + time, 1)] as const), silence]),
    )
    const series = await seriesOf(db, '3036', 'P1/pressure', { from: NOON, to: NOON + 7 * MINUTE })
    expect(series).toMatchObject({ held: [false, true, true], gaps: [{ reason: 'queue-overflow' }] })
  })

  test('of a signal that reports at its own pace is one that comes late', async () => {
    const town = await startTown(db, '3035')
    await sendAll(
      town,
      [0, 10, 32, 42].map((seconds) => aReading(NOON + seconds * SECOND, 1)),
    )
    const series = await seriesOf(db, '3035', 'P1/pressure', { from: NOON, to: NOON + 50 * SECOND })
    expect(series).toMatchObject({ held: [false, true, false, false], gaps: [] })
  })
})

describe('a year and more', () => {
  const FROM = at('2025-01-01T00:00:00+01:00')
  const TO = at('2026-03-01T00:00:00+01:00')
  const SPIKE = at('2025-10-26T01:00:00Z')

  test('is drawn by local days and months that keep their extremes, and counted by both', async () => {
    const town = await startSignal('3041', {
      ...{ key: 'P1/flow', role: 'flow', unit: 'L/s' },
      reporting: { type: 'every', seconds: 6 * 3600 },
    })
    const readings: Reading[] = []
    for (let time = FROM; time < TO; time += 6 * HOUR)
      readings.push(aReading(time, time === SPIKE - HOUR * 2 ? 500 : 2))
    expect(readings.some((reading) => 'value' in reading && reading.value === 500)).toBe(true)
    // A fortnight that never came, and one reading that came without a value.
    const lost = [at('2025-03-10T00:00:00Z'), at('2025-03-24T00:00:00Z')] as const
    const sent = readings
      .filter(({ sourceTime }) => sourceTime < lost[0] || sourceTime >= lost[1])
      .map((reading, i) => (i === 8 ? withoutValue(reading.sourceTime) : reading))
    for (let i = 0; i < sent.length; i += 5000) {
      const part = sent.slice(i, i + 5000)
      await town.send(town.pack(part.map((reading) => ['P1/flow', reading, 'L/s'])), TO)
    }
    await refresh()
    const draw = (points: number) => seriesOf(db, '3041', 'P1/flow', { from: FROM, to: TO, points })

    const days = await draw(500)
    expect(days!.resolution).toBe('day')
    expect(days!.time).toHaveLength(365 + 59 - 13)
    expect(Math.max(...days!.maximum.map(Number))).toBe(500)
    expect(days!.time[days!.maximum.indexOf(500)]).toBe(at('2025-10-26T00:00:00+02:00'))
    expect(days!.gaps).toEqual([{ from: lost[0] - HOUR, to: lost[1] + 5 * HOUR, reason: 'missing' }])

    // Of centuries only as many months as fit, the newest.
    const long = await seriesOf(db, '3041', 'P1/flow', {
      from: at('1700-01-01T00:00:00Z'),
      to: TO,
      points: 10,
    })
    expect(long!.resolution).toBe('month')
    expect(long!.time.length).toBeLessThanOrEqual(10)

    const months = await draw(100)
    expect(months!.resolution).toBe('month')
    expect(months!.time).toHaveLength(14)
    expect(Math.max(...months!.maximum.map(Number))).toBe(500)

    const asked = { step: 'month', from: FROM, to: TO, now: TO } as const
    const { buckets, rules } = (await foldedRollups(db, '3041', 'P1/flow', asked))!
    expect(buckets).toHaveLength(14)
    const sum = (of: (bucket: (typeof buckets)[number]) => number) =>
      buckets.reduce((all, one) => all + of(one), 0)
    expect([sum(({ good }) => good), sum(({ bad }) => bad)]).toEqual([sent.length - 1, 1])
    expect(sum(({ missing }) => missing)).toBe(readings.length - sent.length)
    expect(buckets[2]).toMatchObject({ from: at('2025-03-01T00:00:00+01:00'), missing: 56 })
    // Two litres a second, an hour of each six: a value is carried to the end of its hour.
    const [january] = buckets
    expect(january!.covered).toBeLessThanOrEqual(january!.to - january!.from)
    expect(amountOf(january!, rules)).toEqual({
      value: expect.closeTo(2 * 3.6 * (january!.covered / HOUR), 6),
      unit: 'm3',
    })
  })

  test('a day of 23 or 25 hours is one bucket of that length', async () => {
    const town = await startSignal('3042', { reporting: { type: 'every', seconds: 1800 } })
    const hours = (day: string, n: number) =>
      Array.from({ length: n * 2 }, (_, i) => aReading(at(day) + i * 30 * MINUTE, i))
    await sendAll(town, hours('2026-03-29T00:00:00+01:00', 23))
    await town.send(
      town.pack(hours('2026-10-25T00:00:00+02:00', 25).map((reading) => ['P1/pressure', reading])),
      at('2026-11-01T00:00:00Z'),
    )
    await refresh()
    for (const [day, length] of [
      ['2026-03-29T12:00:00+02:00', 23],
      ['2026-10-25T12:00:00+01:00', 25],
    ] as const) {
      const asked = { step: 'day', from: at(day), to: at(day) + 1, now: at(day) + 20 * HOUR } as const
      const { buckets } = (await foldedRollups(db, '3042', 'P1/pressure', asked))!
      expect(buckets).toMatchObject([{ good: 2 * length, missing: 0, bad: 0 }])
      expect((buckets[0]!.to - buckets[0]!.from) / HOUR).toBe(length)
    }
  })
})

import { HOUR, localTime, parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { nextLocalHour } from './boundary.ts'
import { calibrate, fitCalibration } from './calibration.ts'
import { canonicalJson, hashOf } from './hash.ts'
import { localHourIndex, weekdayOfDay } from './local-index.ts'
import { fitLogistic, predictLogistic, sigmoid } from './logistic.ts'
import { median, normalCdf, quantile, theilSen, weightedQuantile } from './statistics.ts'
import { waysToLimit } from './time-to-limit.ts'
import { findTrend, limitOutlook } from './trend-posterior.ts'

describe('statistics', () => {
  test('of nothing there is no median', () => {
    expect(median([])).toBeNull()
    expect(quantile([], 0.1)).toBeNull()
  })
  test('quantiles lie between the order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantile([10, 20, 30], 0.9)).toBeCloseTo(28)
  })
  test('a slope through points of which a quarter lie', () => {
    const x = [0, 1, 2, 3, 4, 5, 6, 7]
    expect(theilSen(x, [0, 2, 4, 99, 8, 10, -50, 14])).toBe(2)
  })
  test('the normal distribution', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 6)
    expect(normalCdf(1.2816)).toBeCloseTo(0.9, 4)
    expect(normalCdf(-1.96)).toBeCloseTo(0.025, 4)
  })
  test('weights move a quantile', () => {
    const pairs = [
      { value: 1, weight: 1 },
      { value: 5, weight: 8 },
      { value: 9, weight: 1 },
    ]
    expect(weightedQuantile(pairs, 0.5)).toBe(5)
    expect(weightedQuantile([], 0.5)).toBeNull()
  })
})

describe('local time', () => {
  test('a full hour that spring skips is passed over, one that autumn repeats counts twice', () => {
    const spring = nextLocalHour(parseTime('2025-03-29T12:00:00Z'), 'Europe/Stockholm', [2])
    expect(localTime(spring, 'Europe/Stockholm')).toMatchObject({ month: 3, day: 31, hour: 2 })
    const first = nextLocalHour(parseTime('2025-10-25T12:00:00Z'), 'Europe/Stockholm', [2])
    const second = nextLocalHour(first, 'Europe/Stockholm', [2])
    expect(second - first).toBe(HOUR)
  })
  test('in a zone off the full hour the boundary is that zone’s full hour', () => {
    const at = nextLocalHour(parseTime('2025-06-01T00:00:00Z'), 'Asia/Kathmandu', [4])
    expect(localTime(at, 'Asia/Kathmandu')).toMatchObject({ hour: 4, minute: 0 })
  })
  test('the index agrees with the calendar over a year of hours', () => {
    for (let at = parseTime('2025-01-01T00:30:00Z'); at < parseTime('2026-01-01T00:00:00Z'); at += 7 * HOUR) {
      const index = localHourIndex(at, 'Europe/Stockholm')
      const local = localTime(at, 'Europe/Stockholm')
      expect(index % 24).toBe(local.hour)
      expect(new Date(Math.floor(index / 24) * 86_400_000).getUTCDate()).toBe(local.day)
    }
    expect(weekdayOfDay(0)).toBe(4)
    expect(weekdayOfDay(Date.UTC(2025, 10, 23) / 86_400_000)).toBe(7)
  })
})

test('equal values have equal hashes however they were built', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: null }], a: 'x', u: undefined })).toBe(
    '{"a":"x","b":[1,{"c":null,"d":2}]}',
  )
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }))
  expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }))
})

test('calibration rises, and bends a boastful model towards what happened', () => {
  const random = randomFrom(3)
  const pairs = Array.from({ length: 4000 }, () => {
    const raw = random.uniform()
    return { raw, happened: random.uniform() < raw ** 2 }
  })
  const table = fitCalibration(pairs, 'test', 0.2)
  const xs = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]
  const ys = xs.map((x) => calibrate(table, x))
  expect(ys).toEqual(ys.toSorted((a, b) => a - b))
  expect(calibrate(table, 0.7)).toBeCloseTo(0.49, 1)
  expect(calibrate(table, 0)).toBe(0)
  expect(calibrate(table, 1 + 1e-12)).toBe(calibrate(table, 1))
  expect(calibrate(table, 0.1)).toBeLessThanOrEqual(0.1)
  expect(calibrate({ data: 'none', points: [] }, 0.37)).toBe(0.37)
})

test('logistic regression finds the weights that made the answers', () => {
  const random = randomFrom(4)
  const rows = Array.from({ length: 3000 }, () => [random.normal(), 5 + 2 * random.normal()])
  const happened = rows.map(([a, b]) => random.uniform() < sigmoid(1.5 * a! - 0.8 * (b! - 5)))
  const model = fitLogistic(rows, happened)
  expect(predictLogistic(model, [1, 5])).toBeCloseTo(sigmoid(1.5), 1)
  expect(predictLogistic(model, [0, 7])).toBeCloseTo(sigmoid(-1.6), 1)
})

describe('a climb', () => {
  const random = randomFrom(6)
  const options = { slopes: [0.05, 0.1, 0.2, 0.4], leastNoise: 0.05, onsetPerDay: 1 / 500 }
  const row = (climb: (day: number) => number) =>
    Array.from({ length: 40 }, (_, day) => ({ day, y: 10 + 0.2 * random.normal() + climb(day) }))
  test('is told from noise, and when it gets to a limit', () => {
    const trend = findTrend(
      row((d) => Math.max(0, d - 24) * 0.2),
      options,
    )!
    expect(trend.climbing).toBeGreaterThan(0.99)
    const outlook = limitOutlook(trend, 15)
    expect(outlook.probability(20)).toBeGreaterThan(0.7)
    expect(outlook.climbsBy(0.1)).toBeLessThan(10)
    expect(outlook.climbsBy(0.9)).toBeGreaterThan(10)
  })
  test('is not seen where there is none', () => {
    const trend = findTrend(
      row(() => 0),
      options,
    )!
    expect(trend.climbing).toBeLessThan(0.1)
    expect(limitOutlook(trend, 15).probability(20)).toBeLessThan(0.05)
  })
})

describe('when a limit is reached', () => {
  const days = Array.from({ length: 30 }, (_, day) => day)
  const middle = (ways: ReturnType<typeof waysToLimit>) =>
    weightedQuantile(
      ways.map(({ days, weight }) => ({ value: days, weight })),
      0.5,
    )!
  const wobble = (day: number) => 0.05 * Math.sin(7 * day)

  test('is told of what climbs straight on', () => {
    const ways = waysToLimit(
      days.map((day) => ({ day, y: 0.2 * day + wobble(day) })),
      { limit: 10, noise: 0.05 },
    )
    expect(Math.abs(middle(ways) - 21)).toBeLessThan(4)
    expect(ways.reduce((sum, way) => sum + way.weight, 0)).toBeCloseTo(1, 2)
  })

  test('is told of what grows e-fold in five days, where a straight line would be late', () => {
    const y = (day: number) => 1.4 + 0.1 * Math.exp((day - 14) / 5)
    const ways = waysToLimit(
      days.map((day) => ({ day, y: y(day) + wobble(day) })),
      { limit: 6.6, noise: 0.05 },
    )
    const reached = 14 + 5 * Math.log(52) - 29
    expect(Math.abs(middle(ways) - reached)).toBeLessThan(1.5)
  })

  test('is not told of what comes down', () => {
    const ways = waysToLimit(
      days.map((day) => ({ day, y: 5 - 0.1 * day + wobble(day) })),
      { limit: 6, noise: 0.05 },
    )
    expect(middle(ways)).toBe(Number.POSITIVE_INFINITY)
  })
})

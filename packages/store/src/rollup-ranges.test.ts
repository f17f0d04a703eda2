import { DAY, HOUR, MINUTE } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { queueRanges, ROW_WEIGHT } from './rollup-ranges.ts'
import { dayHoursOf, mergeRanges, rangesOfHours } from './rollup-work.ts'

const T = 1_777_896_000_000_000
const touched = (...pairs: [signal: number, at: number][]) => ({
  signal: pairs.map(([signal]) => signal),
  sourceTime: pairs.map(([, at]) => at),
  perBucket: () => 30,
})

describe('what a batch queues', () => {
  test('is the bucket of each reading and the one after it', () => {
    expect(queueRanges(touched([1, T + 1], [1, T + MINUTE]))).toEqual([
      { signals: [1], from: T, to: T + 10 * MINUTE, weight: 60 },
    ])
  })

  test('is one row for all signals that share a range', () => {
    expect(queueRanges(touched([1, T], [2, T], [3, T + 5 * MINUTE]))).toEqual([
      { signals: [1, 2], from: T, to: T + 10 * MINUTE, weight: 120 },
      { signals: [3], from: T + 5 * MINUTE, to: T + 15 * MINUTE, weight: 60 },
    ])
  })

  test('is nothing between a late reading and a present one', () => {
    const ranges = queueRanges(touched([1, T], [1, T - 30 * DAY]))
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [T - 30 * DAY, T - 30 * DAY + 10 * MINUTE],
      [T, T + 10 * MINUTE],
    ])
  })

  /** Every bucket that a reading touches, and the one after it, is in a row of its signal. */
  function expectCovered(pairs: readonly [number, number][], ranges: ReturnType<typeof queueRanges>): void {
    const merged = Map.groupBy(mergeRanges(ranges), (range) => range.signal)
    const bare = pairs.filter(([signal, at]) => {
      const bucket = Math.floor(at / (5 * MINUTE)) * 5 * MINUTE
      return !merged.get(signal)?.some(({ from, to }) => from <= bucket && to >= bucket + 10 * MINUTE)
    })
    expect(bare).toEqual([])
  }

  test('of a bulk batch that holds all its signals’ readings is the batch’s stretch, cut by signals', () => {
    const pairs = Array.from({ length: 8_400 }, (_, i): [number, number] => [
      i % 700,
      T + Math.floor(i / 700) * 5 * MINUTE + (i % 700) * 100_000,
    ])
    const ranges = queueRanges({ ...touched(...pairs), perBucket: () => 1 })
    expectCovered(pairs, ranges)
    expect(ranges.length).toBeLessThan(4)
    expect(new Set(ranges.map(({ from, to }) => `${from} ${to}`)).size).toBe(1)
    expect(ranges.flatMap(({ signals }) => signals)).toHaveLength(700)
    expect(ranges[0]!.to).toBeLessThanOrEqual(Math.max(...pairs.map(([, at]) => at)) + 10 * MINUTE)
  })

  test('of a bulk batch with readings here and there is hours of each signal, none beyond the batch', () => {
    const pairs = Array.from({ length: 300 }, (_, i): [number, number] => [
      i,
      T + 20 * MINUTE + ((i * 7919) % 300) * 25 * MINUTE,
    ])
    const ranges = queueRanges(touched(...pairs))
    expectCovered(pairs, ranges)
    expect(ranges.length).toBeLessThan(300)
    const longest = Math.max(...ranges.map(({ from, to }) => to - from))
    expect(longest).toBeLessThanOrEqual(2 * HOUR)
    expect(Math.min(...ranges.map((range) => range.from))).toBe(T + 20 * MINUTE)
    expect(Math.max(...ranges.map((range) => range.to))).toBe(
      Math.max(...pairs.map(([, at]) => at)) + 10 * MINUTE,
    )
  })

  test('is cut so that a row is never more than one slice of work', () => {
    const dense = Array.from({ length: 5000 }, (_, i): [number, number] => [1, T + i * 5 * MINUTE])
    const ranges = queueRanges({ ...touched(...dense), perBucket: () => 300 })
    expect(ranges.length).toBeGreaterThan(100)
    expect(Math.max(...ranges.map((range) => range.weight))).toBeLessThanOrEqual(ROW_WEIGHT)
    expect(mergeRanges(ranges)).toEqual([{ signal: 1, from: T, to: T + 5001 * 5 * MINUTE }])
  })
})

test('ranges that touch or overlap become one, others stay apart', () => {
  expect(
    mergeRanges([
      { signals: [1, 2], from: 10, to: 20 },
      { signals: [1], from: 20, to: 30 },
      { signals: [1], from: 12, to: 15 },
      { signals: [2], from: 21, to: 22 },
    ]),
  ).toEqual([
    { signal: 1, from: 10, to: 30 },
    { signal: 2, from: 10, to: 20 },
    { signal: 2, from: 21, to: 22 },
  ])
})

test('hours are those of the buckets and the one after, a row a signal and day', () => {
  const day = T - 12 * HOUR
  const ranges = [
    { signal: 1, from: day + 55 * MINUTE, to: day + HOUR },
    { signal: 2, from: day + 55 * MINUTE, to: day + HOUR + 5 * MINUTE },
    { signal: 2, from: day + 23 * HOUR, to: day + DAY },
  ]
  const rows = dayHoursOf(ranges)
  expect(rows).toEqual([
    { signal: 1, day, hours: 0b11 },
    { signal: 2, day, hours: 0b111 | (1 << 23) },
    { signal: 2, day: day + DAY, hours: 0b1 },
  ])
  expect(rangesOfHours(rows)).toEqual([
    { signal: 1, from: day, to: day + 2 * HOUR },
    { signal: 2, from: day, to: day + 3 * HOUR },
    { signal: 2, from: day + 23 * HOUR, to: day + 25 * HOUR },
  ])
})

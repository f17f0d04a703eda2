import { DAY, HOUR, MINUTE } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { queueRanges, ROW_WEIGHT } from './rollup-ranges.ts'
import { hoursOf, mergeRanges, takeSignals } from './rollup-work.ts'

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

  test('of a bulk batch that holds all its signals’ readings is the batch’s stretch, cut in time', () => {
    const pairs = Array.from({ length: 8_400 }, (_, i): [number, number] => [
      i % 700,
      T + Math.floor(i / 700) * 5 * MINUTE + (i % 700) * 100_000,
    ])
    const ranges = queueRanges({ ...touched(...pairs), perBucket: () => 1 })
    expectCovered(pairs, ranges)
    expect(ranges.length).toBeLessThan(4)
    expect(ranges.every(({ signals }) => signals.length === 700)).toBe(true)
    expect(ranges.map(({ from }) => from)).toEqual(ranges.map(({ from }) => from).sort((a, b) => a - b))
    expect(ranges.at(-1)!.to).toBeLessThanOrEqual(Math.max(...pairs.map(([, at]) => at)) + 10 * MINUTE)
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

test('hours are those of the buckets and the one after', () => {
  const ranges = [
    { signal: 1, from: T + 55 * MINUTE, to: T + HOUR },
    { signal: 2, from: T + 55 * MINUTE, to: T + HOUR + 5 * MINUTE },
  ]
  expect(hoursOf(ranges)).toEqual(
    new Map([
      [T, [1, 2]],
      [T + HOUR, [1, 2]],
      [T + 2 * HOUR, [2]],
    ]),
  )
})

test('a slice of hours takes all hours of as many signals as fit, one at least', () => {
  const hours = [
    { hour: T, signals: [3, 1] },
    { hour: T + HOUR, signals: [1, 2, 3] },
  ]
  expect(takeSignals(hours, 3)).toEqual({ signals: [1, 2], pairs: 3 })
  expect(takeSignals(hours, 0)).toEqual({ signals: [1], pairs: 2 })
  expect(takeSignals(hours, 99)).toEqual({ signals: [1, 2, 3], pairs: 5 })
})

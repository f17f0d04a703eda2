import { makeFormat } from '@driftbild/words'
import { describe, expect, test } from 'vitest'
import { sparkPath } from './spark-path.ts'
import { everyNth } from './table-rows.ts'
import { timeLabels } from './time-axis.ts'
import { barScale, usualRange } from './usual-range.ts'

describe('what is usual', () => {
  const hundred = Array.from({ length: 101 }, (_, i) => i)
  test('is where nine of ten good values lay', () => {
    const quality = hundred.map(() => 'good' as const)
    expect(usualRange({ average: hundred, quality })).toEqual({ low: 5, high: 95 })
  })
  test('does not count what is uncertain or missing', () => {
    const quality = hundred.map((i) => (i > 50 ? ('uncertain' as const) : ('good' as const)))
    expect(usualRange({ average: hundred, quality })!.high).toBeLessThanOrEqual(50)
  })
  test('is not said of a handful of values', () => {
    expect(usualRange({ average: [1, 2, 3], quality: ['good', 'good', 'good'] })).toBeNull()
  })
})

describe('a value’s bar', () => {
  test('shows the limits, the usual band and the value with room around', () => {
    const scale = barScale({ value: 5, usual: { low: 4, high: 6 }, limits: [8], range: null })!
    expect(scale[0]).toBeLessThan(4)
    expect(scale[1]).toBeGreaterThan(8)
  })
  test('stays within the instrument, but never hides the value', () => {
    expect(barScale({ value: 0.1, usual: { low: 0, high: 1 }, limits: [], range: [0, 16] })![0]).toBe(0)
    expect(barScale({ value: 17, usual: null, limits: [], range: [0, 16] })![1]).toBe(17)
  })
  test('is the instrument’s range where nothing is known yet', () => {
    expect(barScale({ value: null, usual: null, limits: [], range: [0, 6] })).toEqual([0, 6])
    expect(barScale({ value: null, usual: null, limits: [], range: null })).toBeNull()
  })
})

describe('a sparkline', () => {
  test('lifts its pen over a hole', () => {
    expect(sparkPath([0, 1, 2, 3], [1, null, 2, 3], 100, 20).match(/M/g)).toHaveLength(2)
  })
  test('of one value draws nothing', () => {
    expect(sparkPath([0, 1], [1, null], 100, 20)).toBe('')
  })
  test('of a value that stood still lies in the middle', () => {
    expect(sparkPath([0, 1], [7, 7], 100, 20)).toBe('M1.0 10.0L99.0 10.0')
  })
})

test('a table of many rows keeps the newest and an even stride', () => {
  expect(everyNth(10, 4)).toEqual([0, 3, 6, 9])
  expect(everyNth(3, 4)).toEqual([0, 1, 2])
  expect(everyNth(0, 4)).toEqual([])
})

test('the time axis names the day at midnight of the municipality', () => {
  const f = makeFormat('sv', 'Europe/Stockholm', Date.now)
  const midnight = Date.parse('2020-01-10T23:00:00Z') / 1000
  const [day, clock] = timeLabels(f, [midnight, midnight + 6 * 3600], 6 * 3600)
  expect(day).toBe(f.day(midnight * 1_000_000))
  expect(clock).toBe('06:00')
})

test('the time axis names a year that is not this one once, and again where it ends', () => {
  const f = makeFormat('en', 'Europe/Stockholm', Date.now)
  const days = [29, 30, 31, 32].map((day) => Date.UTC(2019, 11, day) / 1000 - 3600)
  expect(timeLabels(f, days, 86_400)).toEqual(['29 Dec 2019', '30 Dec', '31 Dec', '1 Jan 2020'])
})

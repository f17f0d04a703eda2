import { expect, test } from 'vitest'
import { DAY, formatTime, HOUR, instantsOf, localTime, parseTime, startOfLocalDay } from './time.ts'

const STOCKHOLM = 'Europe/Stockholm'

test('a time survives being written and read to the microsecond', () => {
  for (const at of [0, 1, 999_999, 1_700_000_000_123_456, 4_102_444_799_999_999, -1]) {
    expect(parseTime(formatTime(at))).toBe(at)
  }
  expect(formatTime(1_700_000_000_123_456)).toBe('2023-11-14T22:13:20.123456Z')
})

test.each([
  ['2023-11-14T23:13:20+01:00', 1_700_000_000_000_000],
  ['2023-11-14 23:13:20.5+0100', 1_700_000_000_500_000],
  ['2023-11-14T22:13:20.123456789Z', 1_700_000_000_123_456],
])('reads %s', (text, at) => expect(parseTime(text)).toBe(at))

test.each(['2023-11-14T22:13:20', 'yesterday', '', '2023-13-01T00:00:00Z'])('refuses %j', (text) => {
  expect(() => parseTime(text)).toThrow(/time/)
})

test('the hour that autumn repeats has two instants, the one that spring skips has none', () => {
  const local = { year: 2025, month: 10, day: 26, hour: 2, minute: 30, second: 0 }
  expect(instantsOf(local, STOCKHOLM).map(formatTime)).toEqual([
    '2025-10-26T00:30:00.000000Z',
    '2025-10-26T01:30:00.000000Z',
  ])
  expect(instantsOf({ ...local, month: 3, day: 30 }, STOCKHOLM)).toEqual([])
  expect(instantsOf({ ...local, month: 6, day: 1 }, STOCKHOLM).map(formatTime)).toEqual([
    '2025-06-01T00:30:00.000000Z',
  ])
})

test.each([
  ['2025-03-30T12:00:00Z', 23],
  ['2025-10-26T12:00:00Z', 25],
  ['2025-06-01T12:00:00Z', 24],
])('the local day of %s has %i hours', (text, hours) => {
  const start = startOfLocalDay(parseTime(text), STOCKHOLM)
  const next = startOfLocalDay(start + DAY + 2 * HOUR, STOCKHOLM)
  expect((next - start) / HOUR).toBe(hours)
})

test('the wall clock of Stockholm is an hour ahead of UTC in winter', () => {
  expect(localTime(parseTime('2025-01-01T23:30:00Z'), STOCKHOLM)).toEqual({
    year: 2025,
    month: 1,
    day: 2,
    hour: 0,
    minute: 30,
    second: 0,
  })
})

import { expect, test } from 'vitest'
import { minutesOf, timeOf } from './minute-of-day.ts'

test.each([0, 9, 60, 22 * 60 + 5, 1439])('%s minutes come back as they were', (minutes) => {
  expect(minutesOf(timeOf(minutes))).toBe(minutes)
})

test('no time is none', () => {
  expect([timeOf(null), minutesOf('')]).toEqual(['', null])
})

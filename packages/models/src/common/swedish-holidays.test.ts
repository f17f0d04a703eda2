import { describe, expect, test } from 'vitest'
import { dayOf } from './dates.ts'
import { isSwedishHoliday } from './swedish-holidays.ts'

describe('Swedish holidays', () => {
  const days: [string, boolean][] = [
    ['2025-04-18', true], // Good Friday
    ['2025-04-21', true], // Easter Monday
    ['2025-05-29', true], // Ascension
    ['2025-06-20', true], // Midsummer's Eve
    ['2025-11-01', true], // All Saints
    ['2026-04-05', true], // Easter
    ['2025-12-24', true],
    ['2025-04-22', false],
    ['2025-06-19', false],
    ['2025-12-27', false],
  ]
  test.each(days)('%s: %s', (date, free) => {
    expect(isSwedishHoliday(dayOf(date))).toBe(free)
  })
})

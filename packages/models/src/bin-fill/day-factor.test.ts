import { expect, test } from 'vitest'
import { dayOf } from '../common/dates.ts'
import { weekdayOfDay } from '../common/local-index.ts'
import { isSwedishHoliday } from '../common/swedish-holidays.ts'
import { carriedPaths } from './carried-fill.ts'
import { type DayFactor, everyDayAlike, holidayFactor } from './day-factor.ts'
import type { DayLevel } from './day-levels.ts'
import { fillPaths, fillQuantiles } from './fill-paths.ts'

/** Gains 0.05 on working days and Saturdays, 0.15 on Sundays; emptied on Thursdays. */
function weeks(first: string, count: number): DayLevel[] {
  let fill = 0
  return Array.from({ length: 7 * count }, (_, i) => {
    const day = dayOf(first) + i
    const emptied = weekdayOfDay(day) === 4
    const came = weekdayOfDay(day - 1) === 7 ? 0.15 : 0.05
    fill = emptied ? 0.02 : fill + came
    return { day, fill, emptied }
  })
}

/** Up to the morning of 31 October 2025; all of May 2026 is later. */
const days = weeks('2025-09-05', 8)

test('a holiday in the week is lived as a Sunday, any other day as itself', () => {
  const factor = holidayFactor(days, isSwedishHoliday)
  // Drawn a little towards one by the days not yet seen.
  expect(factor.of(dayOf('2026-01-01'))).toBeGreaterThan(1.8)
  expect(factor.of(dayOf('2026-01-01'))).toBeLessThan(3)
  for (const usual of ['2026-01-02', '2026-01-04', '2025-12-27']) expect(factor.of(dayOf(usual))).toBe(1)
  expect(holidayFactor([], isSwedishHoliday).of(dayOf('2026-01-01'))).toBe(1)
  const [sunday, thursday, newYear] = ['2025-12-28', '2025-12-18', '2026-01-01'].map(dayOf)
  expect(factor.between(sunday!, newYear!)).toBe(1)
  expect(factor.between(thursday!, newYear!)).toBe(factor.of(newYear!))
  expect(factor.between(newYear!, thursday!)).toBeCloseTo(1 / factor.of(newYear!), 9)
  expect(factor.between(thursday!, sunday!)).toBe(1)
})

test('what is expected over a holiday is more, and no different without a calendar', () => {
  const toChristmas = weeks('2025-09-05', 16).filter(({ day }) => day <= dayOf('2025-12-24'))
  const factor = holidayFactor(toChristmas, isSwedishHoliday)
  const middle = (by: DayFactor) => fillQuantiles(fillPaths(toChristmas, 0.2, 3, undefined, by), 3, [0.5])[0]!
  const plain = fillQuantiles(fillPaths(toChristmas, 0.2, 3), 3, [0.5])[0]!
  expect(middle(everyDayAlike)).toBe(plain)
  expect(middle(factor)).toBeGreaterThan(plain + 0.08)
})

test('the longer a sensor has been silent, the wider is what is thought of it', () => {
  const width = (silent: number) => {
    const unknown = Array.from({ length: silent }, (_, i) => ({
      ...{ day: days.at(-1)!.day + 1 + i, fill: null, emptied: false },
    }))
    const paths = carriedPaths([...days, ...unknown], everyDayAlike)!
    const [low, high] = fillQuantiles(paths, 0, [0.1, 0.9])
    return high! - low!
  }
  expect(width(1)).toBeGreaterThan(0)
  expect(width(3)).toBeGreaterThan(width(1))
  expect(width(8)).toBeGreaterThan(width(3))
  expect(carriedPaths([{ day: 1, fill: null, emptied: false }], everyDayAlike)).toBeNull()
})

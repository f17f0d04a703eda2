import { DAY, HOUR } from '@driftbild/core'
import { expect, test } from 'vitest'
import { systemInput } from './system-input.ts'

const bounds = Array.from({ length: 29 }, (_, day) => day * DAY)
/** m³ a day, with a leak of 3 m³/h from noon of day 10 until `end`. */
const daily = (end: number) =>
  bounds.slice(1).map((to, i) => {
    const hours = Math.max(0, Math.min(to, end) - Math.max(bounds[i]!, 10.5 * DAY)) / HOUR
    return 240 + 3 * hours
  })
const leak = (at: number) => ({ began: 10.5 * DAY, at, flow: 3 })

test('without a repair every known day counts', () => {
  const days = bounds.slice(1).map((_, i) => (i === 3 ? null : 100))
  expect(systemInput(bounds, days, [])).toEqual({ value: 36_500, days: 27, basis: 'all-days' })
  expect(systemInput(bounds, days.slice(0, 6), []).value).toBeNull()
})

test('right after a repair each day counts less what ran out of the leak', () => {
  const at = 26.25 * DAY
  const { value, days, basis } = systemInput(bounds, daily(at), [leak(at)])
  expect({ days, basis }).toEqual({ days: 28, basis: 'less-repaired' })
  expect(value).toBeCloseTo(240 * 365)
})

test('as soon as a week has passed since, only what was measured after it counts, whatever was said of the flow', () => {
  const at = 20.5 * DAY
  const { value, days, basis } = systemInput(bounds, daily(at), [{ ...leak(at), flow: null }])
  expect({ days, basis }).toEqual({ days: 7, basis: 'since-repair' })
  expect(value).toBeCloseTo(240 * 365)
})

test('a repair before the days changes nothing, and one of unknown flow takes nothing off', () => {
  expect(systemInput(bounds, daily(28 * DAY), [leak(-DAY)]).basis).toBe('all-days')
  const unknown = systemInput(bounds, daily(26 * DAY), [{ ...leak(26 * DAY), flow: null }])
  expect(unknown.value).toBeCloseTo(((240 * 28 + 3 * 15.5 * 24) / 28) * 365)
})

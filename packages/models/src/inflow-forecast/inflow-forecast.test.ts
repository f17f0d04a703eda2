import { DAY, HOUR, localTime, type Micros, parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import type { HourSeries } from '../common/hour-series.ts'
import { forecastInflows, QUANTILES } from './inflow-forecast.ts'

const ZONE = 'Europe/Stockholm'
const never = () => false
const forecastInflow = (series: HourSeries, asOf: Micros, hours: number) =>
  forecastInflows([series], asOf, hours, { zone: ZONE, holiday: never })[0]!

/** Ten weeks before autumn's change and the week across it. */
const FROM = parseTime('2025-08-10T22:00:00Z')
const random = randomFrom(2)
const valueAt = (at: Micros) => {
  const { hour } = localTime(at, ZONE)
  return (hour < 5 ? 20 : hour < 9 ? 60 : hour < 17 ? 42 : hour < 22 ? 55 : 30) * (1 + 0.04 * random.normal())
}
const count = 77 * 24
const values = Array.from({ length: count + 168 }, (_, i) => valueAt(FROM + i * HOUR))
const series = { start: FROM / HOUR, values: values.slice(0, count) as (number | null)[] }
const asOf = FROM + count * HOUR

test('a week ahead across the change of the clock the middle meets the hours and the band holds them', () => {
  const forecast = forecastInflow(series, asOf, 168)!
  const errors = forecast.values[2]!.map((v, i) => Math.abs(v - values[count + i]!))
  expect(errors.reduce((a, b) => a + b, 0) / 168).toBeLessThan(2.5)
  const inside = forecast.time.filter((_, i) => {
    const truth = values[count + i]!
    return truth >= forecast.values[0]![i]! && truth <= forecast.values[4]![i]!
  })
  expect(inside.length / 168).toBeGreaterThan(0.8)
  for (let i = 0; i < 168; i++) {
    const row = forecast.values.map((q) => q[i]!)
    expect(row).toEqual(row.toSorted((a, b) => a - b))
  }
  expect(forecast.quantiles).toEqual(QUANTILES)
})

test('a forecast made in the middle of a day begins with the next hour', () => {
  const noon = { ...series, values: series.values.slice(0, count - 12) }
  const forecast = forecastInflow(noon, asOf - 12 * HOUR, 24)!
  expect(forecast.time[0]).toBe(asOf - 12 * HOUR)
  expect(forecast.time).toHaveLength(24)
})

test('less than eight days make no forecast, missing hours do', () => {
  const short = { start: FROM / HOUR, values: values.slice(0, 7 * 24 - 1) }
  expect(forecastInflow(short, FROM + 7 * DAY, 24)).toBeNull()
  const holed = { ...series, values: series.values.map((v, i) => (i % 5 === 0 ? null : v)) }
  expect(forecastInflow(holed, asOf, 24)!.values[2]!.every((v) => v > 10 && v < 80)).toBe(true)
})

describe('with half a year of past', () => {
  /** Two inflows that rise by a twentieth for each degree above 15, in a spell of changing weather. */
  const start = parseTime('2025-03-01T23:00:00Z')
  const hours = 158 * 24
  const end = start + hours * HOUR
  const chance = randomFrom(8)
  const warmth = Array.from({ length: 170 }, () => 10 + 14 * chance.uniform())
  const temperature = Array.from({ length: hours + 240 }, (_, i) => warmth[Math.floor(i / 24)]!)
  const flows = [1, 3].map((size) =>
    temperature.slice(0, hours + 168).map((t, i) => {
      const hour = localTime(start + i * HOUR, ZONE).hour
      const usual = hour < 5 ? 20 : hour < 9 ? 60 : hour < 22 ? 45 : 30
      return size * usual * (1 + 0.05 * Math.max(0, t - 15)) * (1 + 0.03 * chance.normal())
    }),
  )
  const first = start / HOUR
  const dry = { start: first, values: temperature.map(() => 0) }
  const weather = { temperature: { start: first, values: temperature }, rain: dry }
  const known = flows.map((values) => ({ start: first, values: values.slice(0, hours) }))
  const around = { zone: ZONE, holiday: never }
  const wrong = (middle: readonly number[], s: number) =>
    middle.reduce((sum, v, i) => sum + Math.abs(v - flows[s]![hours + i]!), 0) / middle.length

  test('it is learnt what warm days do, and how sure that is', () => {
    const blind = forecastInflows(known.slice(0, 1), end, 168, around)[0]!
    const seeing = forecastInflows(known, end, 168, { ...around, weather })
    expect(wrong(seeing[0]!.values[2]!, 0)).toBeLessThan(0.75 * wrong(blind.values[2]!, 0))
    let inside = 0
    for (const [s, forecast] of seeing.entries()) {
      inside += forecast!.time.filter((_, i) => {
        const truth = flows[s]![hours + i]!
        return truth >= forecast!.values[0]![i]! && truth <= forecast!.values[4]![i]!
      }).length
    }
    expect(inside / 336).toBeGreaterThan(0.75)
  })
  test('what was learnt at the week’s start is asked with what is known by now', () => {
    const days = [end - 2 * DAY, end - DAY, end]
    const firsts = days.map((asOf) => {
      const until = known.map((k) => ({ ...k, values: k.values.slice(0, asOf / HOUR - first) }))
      return forecastInflows(until, asOf, 24, { ...around, weather })[0]!.values[2]!
    })
    for (const [d, middle] of firsts.entries()) {
      const from = hours - 24 * (2 - d)
      const off = middle.map((v, i) => Math.abs(v - flows[0]![from + i]!))
      expect(off.reduce((a, b) => a + b, 0) / 24).toBeLessThan(8)
    }
  })
  test('nothing measured later changes an answer', () => {
    const later = flows.map((values) => ({ start: first, values }))
    expect(forecastInflows(later, end, 168, { ...around, weather })).toEqual(
      forecastInflows(known, end, 168, { ...around, weather }),
    )
  })
})

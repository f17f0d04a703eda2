import { DAY, type Forecast, HOUR } from '@driftbild/core'
import { expect, test } from 'vitest'
import { expectedBefore, hoursBefore } from './expected-band.ts'

const forecast = (asOf: number, values: number[]): Forecast => ({
  signal: 'M-1/flow',
  asOf,
  time: values.map((_, i) => asOf + (i + 1) * HOUR),
  quantiles: [0.1, 0.5, 0.9],
  values: [values.map((v) => v - 1), values, values.map((v) => v + 2)],
  model: { name: 'inflow-forecast', version: '1' },
})

test('what was expected is what the last forecast before it said', () => {
  const band = expectedBefore([forecast(0, [10, 11, 12]), forecast(HOUR, [20, 21])])
  expect(band.map(({ at, mid }) => [at / HOUR, mid])).toEqual([
    [1, 10],
    [2, 20],
    [3, 21],
  ])
  expect(band[1]).toMatchObject({ low: 19, high: 22 })
})

test('without forecasts it is what the same hour of the weeks before was, where two of them are known', () => {
  const from = 100 * DAY
  const hours = new Map<number, number | null>([
    [from - 7 * DAY, 5],
    [from - 14 * DAY, 3],
    [from - 21 * DAY, 4],
    [from + HOUR - 7 * DAY, 9],
    [from + HOUR - 14 * DAY, null],
  ])
  expect(hoursBefore(hours, from, from + 2 * HOUR, 4)).toEqual([{ at: from, low: 3, mid: 4, high: 5 }])
})

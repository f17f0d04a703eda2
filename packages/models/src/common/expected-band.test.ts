import { expect, test } from 'vitest'
import { expectedBand } from './expected-band.ts'

const forecast = {
  ...{ signal: 'B/fill', asOf: 0, time: [10, 20, 30], quantiles: [0.5, 0.9, 0.1] },
  values: [
    [4, 5, 6],
    [7, 8, 9],
    [1, 2, 3],
  ],
  model: { name: 'one', version: '1' },
}

test('a band goes from the lowest quantile to the highest, whatever their order, and ends in time', () => {
  expect(expectedBand(forecast, 20)).toEqual({ time: [10, 20], low: [1, 2], mid: [4, 5], high: [7, 8] })
})

test('without a median the quantile nearest to it is the middle', () => {
  expect(expectedBand({ ...forecast, quantiles: [0.6, 0.9, 0.1] }, 30).mid).toEqual([4, 5, 6])
})

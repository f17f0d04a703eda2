import { expect, test } from 'vitest'
import { forecastBand } from './forecast-band.ts'

const HOUR = 3_600_000_000
const forecast = (hours: number, quantiles: number[]) => ({
  signal: 'K-1/fill',
  asOf: 0,
  time: Array.from({ length: hours }, (_, i) => (i + 1) * HOUR),
  quantiles,
  values: quantiles.map((q) => Array.from({ length: hours }, () => q * 10)),
  model: { name: 'bin-fill', version: '1' },
})

test('a forecast is a band between its outer quantiles, in whatever order they come', () => {
  expect(forecastBand(forecast(2, [0.9, 0.5, 0.1]))).toEqual({
    time: [3600, 7200],
    low: [1, 1],
    mid: [5, 5],
    high: [9, 9],
  })
})

test('a forecast far ahead is cut to what the chart has room for', () => {
  expect(forecastBand(forecast(500, [0.1, 0.5, 0.9]))!.time.length).toBe(72)
})

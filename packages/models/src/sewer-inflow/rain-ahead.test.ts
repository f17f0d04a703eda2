import { type Forecast, HOUR, parseTime } from '@driftbild/core'
import { expect, test } from 'vitest'
import { rainAhead } from './rain-ahead.ts'

const asOf = parseTime('2026-06-01T12:00:00Z')
const forecast = (first: number, hours: number, at = asOf): Forecast => ({
  ...{ signal: 'RG1/rain', asOf: at, quantiles: [0.05, 0.5, 0.95] },
  time: Array.from({ length: hours }, (_, i) => first + i * HOUR),
  values: [0, 1, 4].map((mm) => Array.from({ length: hours }, (_, i) => mm * (i + 1))),
  mean: Array.from({ length: hours }, (_, i) => 2 * (i + 1)),
  model: { name: 'SMHI', version: '1' },
})

test('the hours from the step on are taken, with what is likely, on average and at most', () => {
  const ahead = rainAhead(forecast(asOf - 2 * HOUR, 12, asOf - HOUR), asOf)!
  expect([ahead.median[0], ahead.mean[0], ahead.most[0]]).toEqual([3, 6, 12])
  expect(ahead.median).toHaveLength(10)
  expect(ahead).toMatchObject({ source: 'SMHI', since: asOf - HOUR })
})

test('without a mean the median stands for it', () => {
  const { mean: _, ...bare } = forecast(asOf, 8)
  expect(rainAhead(bare, asOf)!.mean).toEqual(rainAhead(bare, asOf)!.median)
})

test('none, one from the future, an old one, one that ends or has a hole too soon, tells nothing', () => {
  expect(rainAhead(undefined, asOf)).toBeNull()
  expect(rainAhead(forecast(asOf, 24, asOf + 1), asOf)).toBeNull()
  expect(rainAhead(forecast(asOf - 13 * HOUR, 48, asOf - 13 * HOUR), asOf)).toBeNull()
  expect(rainAhead(forecast(asOf, 5), asOf)).toBeNull()
  const { time, ...rest } = forecast(asOf, 12)
  expect(rainAhead({ ...rest, time: time.map((at, i) => (i > 2 ? at + HOUR : at)) }, asOf)).toBeNull()
})

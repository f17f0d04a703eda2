import { expect, test } from 'vitest'
import { flowSeries } from './inflow-series.ts'

const hours = [0, 3_600, 7_200, 10_800, 14_400]

test('hours that are not known are gaps, not values of bad quality', () => {
  const series = flowSeries('MZ1/flow', hours, [5, null, null, 7, null], '1h')
  expect(series).toMatchObject({ time: [0, 10_800], average: [5, 7], quality: ['good', 'good'] })
  expect(series.gaps).toEqual([
    { from: '1970-01-01T01:00:00.000Z', to: '1970-01-01T03:00:00.000Z', reason: 'missing' },
    { from: '1970-01-01T04:00:00.000Z', to: '1970-01-01T05:00:00.000Z', reason: 'missing' },
  ])
})

test('a flow of nought is known', () => {
  expect(flowSeries('MZ1/flow', [0], [0], 'day')).toMatchObject({ average: [0], gaps: [] })
})

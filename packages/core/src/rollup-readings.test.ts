import { expect, test } from 'vitest'
import type { Reading } from './reading.ts'
import { rollUp } from './rollup-readings.ts'
import { MINUTE, parseTime } from './time.ts'

const NOON = parseTime('2026-05-04T12:00:00Z')
const reading = (
  minute: number,
  more: { value: number; status?: number } | { reason: 'no-value' },
): Reading => {
  const sourceTime = NOON + minute * MINUTE
  return { sourceTime, serverTime: null, receivedTime: sourceTime, status: 0, clock: 'device', ...more }
}

test('a good value stands to the next reading, and into the next bucket but no further', () => {
  const buckets = rollUp(
    [
      reading(1, { value: 10 }),
      reading(2, { value: 20 }),
      reading(3, { reason: 'no-value' }),
      reading(4, { value: 30 }),
      reading(7, { value: 40, status: 0x40000000 }),
      reading(21, { value: 50 }),
    ],
    '5m',
  )
  expect(buckets).toEqual([
    {
      ...{ bucket: NOON, average: 20, minimum: 10, maximum: 30, last: 30, timeWeighted: 20 },
      ...{ good: 3, uncertain: 0, bad: 1 },
    },
    {
      ...{
        bucket: NOON + 5 * MINUTE,
        average: null,
        minimum: null,
        maximum: null,
        last: null,
        timeWeighted: 30,
      },
      ...{ good: 0, uncertain: 1, bad: 0 },
    },
    {
      ...{ bucket: NOON + 20 * MINUTE, average: 50, minimum: 50, maximum: 50, last: 50, timeWeighted: 50 },
      ...{ good: 1, uncertain: 0, bad: 0 },
    },
  ])
})

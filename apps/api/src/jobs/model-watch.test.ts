import { DAY, HOUR, type Micros } from '@driftbild/core'
import { expect, test } from 'vitest'
import type { Picture } from '../picture/picture.ts'
import { dataTo, type Watch } from './model-watch.ts'

const NOW = 100 * DAY
const picture = (own: Micros | null, others: Micros) =>
  ({
    newest: { source: others, arrived: others },
    signals: new Map(own === null ? [] : [['K1/fill', { latest: { time: own } }]]),
  }) as unknown as Picture
const watch = (stepsInSilence: boolean) =>
  ({ keys: ['K1/fill'], model: stepsInSilence ? { stepsInSilence } : {} }) as unknown as Watch

test('data have come as far as the newest of its own signals', () => {
  expect(dataTo(picture(NOW - 5 * DAY, NOW), watch(false))).toBe(NOW - 5 * DAY)
  expect(dataTo(picture(null, NOW), watch(false))).toBeNull()
})

test('a model to which silence is news goes on a day behind what others have', () => {
  expect(dataTo(picture(NOW - 5 * DAY, NOW), watch(true))).toBe(NOW - DAY)
  expect(dataTo(picture(NOW - HOUR, NOW), watch(true))).toBe(NOW - HOUR)
})

test('one that was never heard has not begun', () => {
  expect(dataTo(picture(null, NOW), watch(true))).toBeNull()
})

import { expect, test } from 'vitest'
import { drawnWhile, liftedWhile } from './machine-days.ts'

const ran = { hours: [6, 0, null, 6], share: [0.25, 0, 0.25, 0.25] }

test('what a pump lifts is told in cubic metres, in whatever unit its meter speaks', () => {
  expect(liftedWhile(ran, { unit: 'm3/h', means: [9, 0, 9, null] })).toEqual([216, 0, null, null])
  const [litres] = liftedWhile(ran, { unit: 'L/s', means: [2.5, 0, 2.5, null] })
  expect(litres).toBeCloseTo(216, 6)
})

test('without a meter the current or the plate says what it drew, and without those nobody does', () => {
  const [kWh] = drawnWhile(ran, { unit: 'A', means: [2, 0, 2, 2] })
  expect(kWh).toBeCloseTo((6 * Math.sqrt(3) * 400 * 8 * 0.83) / 1000, 6)
  expect(drawnWhile(ran, 4)).toEqual([24, 0, null, 24])
  expect(drawnWhile(ran, null)).toEqual([null, 0, null, null])
})

import { expect, test } from 'vitest'
import { leakFlow, savedVolume } from './leak.ts'
import { nextThreshold, precisionBelief, type ThresholdLimits } from './leak-threshold.ts'
import { DAY } from './time.ts'
import { isCountedOn } from './valve-condition.ts'

test('a leak is as large as the crew says, else as its class, else as the model thought', () => {
  const found = { flow: null, class: null, place: null }
  expect(leakFlow({ ...found, flow: 3.2, class: 'burst' }, 4)).toEqual({ flow: 3.2, from: 'crew' })
  expect(leakFlow({ ...found, class: 'small' }, 4)).toEqual({ flow: 1, from: 'class' })
  expect(leakFlow(found, 4)).toEqual({ flow: 4, from: 'model' })
  expect(leakFlow(undefined, null)).toBeNull()
})

test('a repair saves what would have run until somebody else had found it', () => {
  const repaired = 100 * DAY
  expect(savedVolume(2, { began: 90 * DAY, repaired, unnoticedDays: 90 })).toBe(2 * 24 * 80)
  expect(savedVolume(2, { began: 0, repaired, unnoticedDays: 90 })).toBe(0)
  expect(savedVolume(2, { began: repaired + DAY, repaired, unnoticedDays: 90 })).toBe(2 * 24 * 90)
})

test('a valve that is stuck is counted on where it is shut only', () => {
  expect(isCountedOn('works', false)).toBe(true)
  expect(isCountedOn('stuck', false)).toBe(false)
  expect(isCountedOn('stuck', true)).toBe(true)
  expect(isCountedOn('leaks-by', true)).toBe(false)
})

const limits: ThresholdLimits = { least: 0.3, most: 0.7, wanted: 0.5, fixed: null }

test.each<[string, number, number, number]>([
  ['nothing has come out', 0, 0, 0.5],
  ['one false alarm says too little', 0, 1, 0.5],
  ['two false alarms raise it', 0, 2, 0.55],
  ['one false among three right says too little', 2, 1, 0.5],
  ['two right and none false lower it', 2, 0, 0.45],
])('the threshold when %s', (_what, found, notFound, then) => {
  expect(nextThreshold(0.5, { found, notFound }, limits)).toBeCloseTo(then)
})

test('the threshold stays within its limits, and where a person fixed it', () => {
  expect(nextThreshold(0.69, { found: 0, notFound: 9 }, limits)).toBe(0.7)
  expect(nextThreshold(0.31, { found: 9, notFound: 0 }, limits)).toBe(0.3)
  expect(nextThreshold(0.9, { found: 0, notFound: 0 }, limits)).toBe(0.7)
  expect(nextThreshold(0.5, { found: 0, notFound: 9 }, { ...limits, fixed: 0.4 })).toBe(0.4)
})

test('whoever wants more right ones gets a higher threshold from the same outcomes', () => {
  const outcomes = { found: 4, notFound: 4 }
  const at = (wanted: number) => nextThreshold(0.5, outcomes, { ...limits, wanted })
  expect([0.2, 0.5, 0.8].map(at)).toEqual([0.45, 0.5, 0.55])
})

test('the belief is a beta distribution’s', () => {
  // Beta(1 + 3, 1 + 1): the mean is 2/3, P(X < ½) = Σ_{k=4}^{5} C(5,k)/2⁵ = 6/32.
  expect(precisionBelief({ found: 3, notFound: 1 }, 0.5).mean).toBeCloseTo(2 / 3)
  expect(precisionBelief({ found: 3, notFound: 1 }, 0.5).below).toBeCloseTo(6 / 32, 10)
  expect(precisionBelief({ found: 0, notFound: 0 }, 0.5).below).toBeCloseTo(0.5, 10)
})

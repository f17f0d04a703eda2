import { expect, test } from 'vitest'
import { standingOf } from './standing-of.ts'

const usual = { low: 10, high: 20, days: 20 }

test('a figure stands out on the side that is bad, or on both where neither is', () => {
  expect(standingOf({ value: 25, usual, worse: 'higher' })).toBe('above-usual')
  expect(standingOf({ value: 5, usual, worse: 'higher' })).toBeNull()
  expect(standingOf({ value: 5, usual, worse: 'lower' })).toBe('below-usual')
  expect(standingOf({ value: 25, usual, worse: 'lower' })).toBeNull()
  expect(standingOf({ value: 25, usual, worse: null })).toBe('above-usual')
  expect(standingOf({ value: 5, usual, worse: null })).toBe('below-usual')
})

test('what is within, or not known, does not', () => {
  expect(standingOf({ value: 20, usual, worse: 'higher' })).toBeNull()
  expect(standingOf({ value: null, usual, worse: 'higher' })).toBeNull()
  expect(standingOf({ value: 99, usual: null, worse: 'higher' })).toBeNull()
})

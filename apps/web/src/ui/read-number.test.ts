import { expect, test } from 'vitest'
import { readNumber } from './read-number.ts'

test.each([
  ['12', 12],
  ['12,5', 12.5],
  ['12.5', 12.5],
  ['1 234 567', 1234567],
  ['', null],
  ['12,5,1', null],
  ['-3', null],
  ['tolv', null],
])('%s is read as %s', (text, value) => {
  expect(readNumber(text)).toBe(value)
})

import { expect, test } from 'vitest'
import { sequenceGaps } from './sequence-gaps.ts'

const missingAfter = (...sequences: number[]) => {
  const gaps = sequenceGaps()
  for (const s of sequences) gaps.note(s)
  return gaps.missing().length
}

test.each([
  ['in order', [1, 2, 3], 0],
  ['the first number is whatever it is', [57, 58], 0],
  ['a hole', [1, 2, 5], 2],
  ['a hole that is filled late and out of order', [1, 2, 6, 4, 7, 3, 5], 0],
  ['one again', [1, 2, 2, 3], 0],
  ['over the end', [0xfffffffe, 0xffffffff, 1, 2], 0],
])('%s', (_, sequences, missing) => {
  expect(missingAfter(...sequences)).toBe(missing)
})

import { expect, test } from 'vitest'
import { offsetBetween } from './phone-clock.ts'

test.each([
  ['a clock that is an hour behind', 3_600_050, 0, 100, 3_600_000],
  ['a clock that is ahead', 1_000_000, 5_000_000, 5_000_400, -4_000_200],
  ['two clocks that agree as well as a network can tell', 10_900, 10_000, 10_400, 0],
])('%s', (_, theirs, asked, answered, offset) => {
  expect(offsetBetween(theirs, asked, answered)).toBe(offset)
})

import { expect, test } from 'vitest'
import { cameOf } from './what-came.ts'

const hours = (...ranges: ([number, number] | null)[]) =>
  ranges.map((range, bucket) => ({ bucket, minimum: range?.[0] ?? null, maximum: range?.[1] ?? null }))

test('a limit is passed in the first hour that reached it', () => {
  const limit = { value: 80, side: 'above' } as const
  expect(cameOf(hours([10, 60], null, [70, 80], [75, 95]), limit)).toEqual({ passed: 2, extreme: 95 })
  expect(cameOf(hours([10, 60], [2, 30]), limit)).toEqual({ passed: null, extreme: 60 })
})

test('one that is passed downwards is looked for among the lowest', () => {
  const limit = { value: 1, side: 'below' } as const
  expect(cameOf(hours([2, 3], [0.5, 3]), limit)).toEqual({ passed: 1, extreme: 0.5 })
  expect(cameOf(hours([2, 3], [1.5, 3]), limit)).toEqual({ passed: null, extreme: 1.5 })
})

test('of hours without a measurement nothing is said', () => {
  expect(cameOf(hours(null, null), { value: 1, side: 'above' })).toBeNull()
})

import { expect, test } from 'vitest'
import { leakPosterior } from './leak-posterior.ts'
import { learningOf } from './learning.ts'

const nights = (flows: readonly (number | null)[]) =>
  flows.map((flow, i) => ({ day: 20_000 + i, flow, dayFlow: null, pressures: [], leak: false }))
const days = (count: number) => Array.from({ length: count }, (_, i) => 20_000 + i)

test('a zone that leaks from its first night on learns that as usual, and says since when', () => {
  const young = learningOf(nights([9, 9.2, null, 9.1]))
  expect(young).toEqual({ nights: 3, needed: 8, since: '2024-10-04' })
  expect(learningOf([])).toEqual({ nights: 0, needed: 8, since: null })
})

test('nights of a leak that is over are not what is usual', () => {
  const all = nights(Array(12).fill(4))
  expect(learningOf(all.map((night, i) => ({ ...night, leak: i < 3 })))).toMatchObject({
    nights: 9,
    since: '2024-10-07',
  })
})

test('as many nights are needed as it takes until something is said', () => {
  const { needed } = learningOf([])
  expect(leakPosterior(Array(needed - 1).fill(4), days(needed - 1))).toBeNull()
  expect(leakPosterior(Array(needed).fill(4), days(needed))).not.toBeNull()
})

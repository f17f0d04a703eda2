import { expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { regimesOf } from './regimes.ts'

const priors = { noise: 1, wander: 0.5, departure: 6, cost: 5 }
/** Unit noise around levels that hold for so many rows each. */
function series(...parts: [rows: number, level: number][]): Float64Array {
  const random = randomFrom(3)
  return Float64Array.from(
    parts.flatMap(([rows, level]) => Array.from({ length: rows }, () => level + random.normal())),
  )
}
const unusual = (values: Float64Array) => regimesOf(values, priors).filter((r) => !r.usual)

test('a healthy series is one usual regime', () => {
  expect(regimesOf(series([400, 0.2]), priors)).toEqual([
    { from: 0, to: 400, mean: expect.closeTo(0.2, 0), usual: true },
  ])
})

test.each([
  ['a long departure no larger than the noise', 200, 1.5, 12],
  ['a short one that is larger', 15, 6, 2],
])('%s has its bounds found', (_, rows, level, within) => {
  const [found, ...more] = unusual(series([200, 0], [rows, level], [200, 0]))
  expect(more).toEqual([])
  expect(Math.abs(found!.from - 200)).toBeLessThanOrEqual(within)
  expect(Math.abs(found!.to - 200 - rows)).toBeLessThanOrEqual(within)
})

test('what changes within a departure begins a regime of its own', () => {
  const found = unusual(series([150, 0], [100, -5], [100, -10], [150, 0]))
  expect(found).toHaveLength(2)
  expect(found[0]!.to).toBe(found[1]!.from)
  expect(found[1]!.mean).toBeCloseTo(-10, 0)
})

test('nothing is no regime', () => {
  expect(regimesOf(new Float64Array(0), priors)).toEqual([])
})

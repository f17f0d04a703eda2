import { expect, test } from 'vitest'
import { gammaTail } from './gamma.ts'

test('for shape 1 it is the exponential, for whole shapes Poisson’s sum', () => {
  for (const x of [0.1, 1, 3, 10]) expect(gammaTail(1, x)).toBeCloseTo(Math.exp(-x), 10)
  for (const x of [0.5, 2, 8]) {
    expect(gammaTail(3, x)).toBeCloseTo(Math.exp(-x) * (1 + x + x ** 2 / 2), 10)
  }
})

test('it is 1 where nothing has to be exceeded, and falls from there', () => {
  expect(gammaTail(0.4, 0)).toBe(1)
  expect(gammaTail(0.4, -1)).toBe(1)
  const falling = [0.01, 0.1, 0.5, 1.4, 1.5, 4].map((x) => gammaTail(0.4, x))
  expect(falling).toEqual(falling.toSorted((a, b) => b - a))
})

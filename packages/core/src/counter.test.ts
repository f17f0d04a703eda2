import { expect, test } from 'vitest'
import { counterStep } from './counter.ts'

test.each([
  ['grows', 100, 130, 1000, 30, false],
  ['stands still', 100, 100, 1000, 0, false],
  ['wraps', 990, 15, 1000, 25, false],
  ['wraps to exactly nothing', 999, 0, 1000, 1, false],
  ['wraps at 32 bits of tenths', 429_496_729.5, 3.2, 429_496_729.6, 3.3, false],
  ['begins anew in the middle of its range', 500, 3, 1000, 0, true],
  ['is replaced by one that was used before', 900, 450, 1000, 0, true],
  ['goes a little back', 500.02, 500.01, 1000, 0, true],
  ['comes from beyond its modulus', 5000, 10, 1000, 0, true],
])('a counter that %s', (_name, before, after, modulus, increase, reset) => {
  const step = counterStep(before, after, modulus)
  expect(step.reset).toBe(reset)
  expect(step.increase).toBeCloseTo(increase, 6)
})

test('over many wraps the steps add up to what was really counted', () => {
  const modulus = 65_536
  let real = 65_000
  let seen = 0
  let state = 3
  for (let i = 0; i < 2_000; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const next = real + (state % 6_000)
    seen += counterStep(real % modulus, next % modulus, modulus).increase
    real = next
  }
  expect(real).toBeGreaterThan(50 * modulus)
  expect(seen).toBe(real - 65_000)
})

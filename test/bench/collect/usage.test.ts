import { expect, test } from 'vitest'
import { percentile, usageOf } from './usage.ts'

const numbers = Array.from({ length: 200 }, (_, i) => i + 1)

test.each([
  [numbers, 0.5, 100],
  [numbers, 0.99, 198],
  [[7], 0.5, 7],
  [[7], 0.01, 7],
  [[], 0.5, null],
])('percentile of %j at %d', (sorted, share, expected) => {
  expect(percentile(sorted, share)).toBe(expected)
})

test.runIf(process.platform === 'linux')('a process that works uses time and memory', () => {
  const before = usageOf(process.pid)
  const until = performance.now() + 200
  while (performance.now() < until) Math.sqrt(Math.random())
  const after = usageOf(process.pid)
  expect(after.cpu).toBeGreaterThan(before.cpu)
  expect(after.megabytes).toBeGreaterThan(10)
})

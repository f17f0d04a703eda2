import { expect, test } from 'vitest'
import { lampLook } from './lamp.ts'
import { sunElevation } from './sun.ts'
import { parseTime } from './time.ts'

test.each([
  [{ fed: true, failed: false, sun: -20 }, 'lit'],
  [{ fed: true, failed: null, sun: -20 }, 'fed'],
  [{ fed: true, failed: true, sun: -20 }, 'out'],
  [{ fed: false, failed: true, sun: -20 }, 'unlit'],
  [{ fed: false, failed: false, sun: -3 }, 'off'],
  [{ fed: true, failed: false, sun: -3 }, 'lit'],
  [{ fed: true, failed: false, sun: 10 }, 'day'],
] as const)('%j is %s', (facts, look) => {
  expect(lampLook(facts)).toBe(look)
})

test.each([
  ['Greenwich at noon of the equinox', '2026-03-20T12:07:00Z', [0, 51.48], 38.5],
  ['Stockholm at noon of midsummer', '2026-06-21T10:49:00Z', [18.07, 59.33], 54.1],
  ['Treriksröset at midnight of midsummer', '2026-06-21T22:38:00Z', [20.55, 69.06], 2.5],
] as const)('the sun over %s', (_, at, place, degrees) => {
  expect(Math.abs(sunElevation(parseTime(at), [...place]) - degrees)).toBeLessThan(0.3)
})

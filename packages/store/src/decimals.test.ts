import { describe, expect, test } from 'vitest'
import { type Decimal, decimalOf, numberOf } from './decimals.ts'
import { seeded } from './testing/seeded.ts'

test.each<[number, Decimal | null]>([
  [0, { digits: 0, scale: 0 }],
  [-0, null],
  [42, { digits: 42, scale: 0 }],
  [7.3, { digits: 73, scale: 1 }],
  [-0.000_001, { digits: -1, scale: 6 }],
  [0.1 + 0.2, null],
  [Math.PI, null],
  [1e-7, null],
  [2 ** 53, null],
  [1e300, null],
  // What a device sends as a float32 is a double with many places, but next to a short decimal.
  [Math.fround(7.3), { digits: 73, scale: -2 }],
  [Math.fround(-1013.25), { digits: -101_325, scale: 2 }],
  [Math.fround(0.001), { digits: 1, scale: -4 }],
])('%d', (value, expected) => {
  expect(decimalOf(value)).toEqual(expected)
})

describe('it begins at the usual scale', () => {
  test.each<[number, number, Decimal | null]>([
    [7, 2, { digits: 700, scale: 2 }],
    [7.125, 2, { digits: 7125, scale: 3 }],
    [7.25, -2, { digits: 725, scale: -3 }],
    [7, -2, { digits: 70, scale: -2 }],
    // A double among singles.
    [7.3, -2, { digits: 73, scale: 1 }],
    [Math.PI, -2, null],
  ])('%d at %d', (value, usual, expected) => {
    expect(decimalOf(value, usual)).toEqual(expected)
  })
})

test('whatever it gives is the same number, to the bit', () => {
  const random = seeded(7)
  let found = 0
  let usual = 0
  for (let i = 0; i < 20_000; i++) {
    const decimal = Math.round((random() - 0.5) * 10 ** (1 + (i % 9))) / 10 ** (i % 7)
    const value = [decimal, Math.fround(decimal), decimal * random()][i % 3]!
    const one = decimalOf(value, usual)
    if (!one) continue
    found++
    usual = one.scale
    expect(Object.is(numberOf(one), value)).toBe(true)
  }
  expect(found).toBeGreaterThan(10_000)
})

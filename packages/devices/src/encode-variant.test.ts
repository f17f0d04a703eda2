import { expect, test } from 'vitest'
import { encodeVariant } from './encode-variant.ts'
import { findProfile, listOpcuaPoints, type OpcuaProfile } from './index.ts'
import { decodeVariant } from './variant.ts'

const [place] = listOpcuaPoints(findProfile('generic/vsd-pump') as OpcuaProfile, { points: [] })
const point = { ...place!.point, range: null }

const fitting: [type: number, values: number[]][] = [
  [1, [0, 1]],
  [2, [-128, 127]],
  [3, [0, 255]],
  [4, [-32768, 32767]],
  [5, [65535]],
  [6, [-(2 ** 31), 2 ** 31 - 1]],
  [7, [2 ** 32 - 1]],
  [8, [-1, Number.MIN_SAFE_INTEGER, 5]],
  [9, [0, Number.MAX_SAFE_INTEGER]],
  [10, [0.5, -(2 ** 100)]],
  [11, [0.1]],
]
test.each(fitting)('what is written as built-in type %i reads back as what it means', (dataType, values) => {
  for (const value of values) {
    const encoded = encodeVariant(dataType, value)!
    expect(encoded.value).toBe(value)
    expect(decodeVariant(point, { dataType, isArray: false, value: encoded.raw }, 0)).toMatchObject({ value })
  }
})

test('a float is as fine as it is', () => {
  expect(encodeVariant(10, 0.1)).toEqual({ raw: Math.fround(0.1), value: Math.fround(0.1) })
})

test.each([
  [1, 2],
  [2, 128],
  [3, -1],
  [5, 1.5],
  [7, -1],
  [9, 2 ** 60],
  [10, 1e300],
  [12, 1],
])('built-in type %i does not take %d', (dataType, value) => {
  expect(encodeVariant(dataType, value)).toBeNull()
})

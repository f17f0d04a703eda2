import { quality, statusCodes } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { decodeWords, encodeWords } from './decode.ts'
import { ModbusPoint, type WordOrder, type WordType } from './profile.ts'
import { decodeSourceTime, encodeSourceTime } from './source-time.ts'

const aPoint = (fields: Partial<Parameters<typeof ModbusPoint.parse>[0] & object> = {}) =>
  ModbusPoint.parse({
    name: 'pressure',
    role: 'pressure',
    unit: 'bar',
    reporting: { type: 'every', seconds: 60 },
    table: 'input-register',
    address: 0,
    type: 'float32',
    ...fields,
  })

describe('word orders', () => {
  // 123456.789 as float32 is 47 F1 20 65; 305419896 is 12 34 56 78.
  const cases: [WordType, WordOrder, number[], number][] = [
    ['uint32', 'ABCD', [0x1234, 0x5678], 305419896],
    ['uint32', 'DCBA', [0x7856, 0x3412], 305419896],
    ['uint32', 'BADC', [0x3412, 0x7856], 305419896],
    ['uint32', 'CDAB', [0x5678, 0x1234], 305419896],
    ['float32', 'ABCD', [0x47f1, 0x2065], Math.fround(123456.789)],
    ['float32', 'CDAB', [0x2065, 0x47f1], Math.fround(123456.789)],
    ['float64', 'ABCD', [0x3ff0, 0, 0, 0], 1],
    ['float64', 'DCBA', [0, 0, 0, 0xf03f], 1],
    ['float64', 'CDAB', [0, 0, 0, 0x3ff0], 1],
    ['int64', 'BADC', [0xffff, 0xffff, 0xffff, 0xfeff], -2],
    ['int16', 'ABCD', [0xfffe], -2],
    ['int16', 'BADC', [0xfeff], -2],
    ['uint16', 'ABCD', [0xfffe], 65534],
    ['int32', 'CDAB', [0xfffe, 0xffff], -2],
  ]
  test.each(cases)('%s in %s', (type, order, words, value) => {
    const point = aPoint({ type, order })
    expect(decodeWords(point, words)).toEqual({ value, status: 0 })
    expect(encodeWords(point, value)).toEqual(words)
  })
})

test('a 64-bit integer beyond 2^53 is refused, never rounded', () => {
  const point = aPoint({ type: 'uint64' })
  expect(decodeWords(point, [0x001f, 0xffff, 0xffff, 0xffff])).toEqual({ value: 2 ** 53 - 1, status: 0 })
  expect(decodeWords(point, [0x0020, 0, 0, 1])).toEqual({
    reason: 'out-of-range',
    status: statusCodes.BadOutOfRange,
  })
})

test('scale and offset turn raw into the unit without binary crumbs', () => {
  expect(decodeWords(aPoint({ type: 'int16', scale: 0.1 }), [257])).toEqual({ value: 25.7, status: 0 })
  expect(decodeWords(aPoint({ type: 'uint16', scale: 0.001 }), [7])).toEqual({ value: 0.007, status: 0 })
  expect(decodeWords(aPoint({ type: 'int16', scale: 2, offset: -40 }), [10])).toEqual({
    value: -20,
    status: 0,
  })
})

test('the device’s own "no value" is a reason, not a number', () => {
  const point = aPoint({ type: 'int16', scale: 0.1, invalid: [-32768, 32767] })
  expect(decodeWords(point, [0x8000])).toEqual({ reason: 'invalid-marker', status: statusCodes.BadNoData })
  expect(decodeWords(point, [0x7fff])).toHaveProperty('reason', 'invalid-marker')
  expect(encodeWords(point, null)).toEqual([0x8000])
})

test('NaN and infinity are reasons', () => {
  expect(decodeWords(aPoint(), [0x7fc0, 0])).toHaveProperty('reason', 'not-a-number')
  expect(decodeWords(aPoint(), [0x7f80, 0])).toHaveProperty('reason', 'not-a-number')
})

test('a value outside the range is kept and uncertain', () => {
  const decoded = decodeWords(aPoint({ range: [0, 16] }), encodeWords(aPoint(), 17))
  expect(decoded).toEqual({ value: 17, status: statusCodes.UncertainEngineeringUnitsExceeded })
  expect(quality(decoded.status)).toBe('uncertain')
})

test('bits of one register are told apart, written beside each other, and missing together', () => {
  const bit = (n: number) =>
    aPoint({ role: 'lamp-on', unit: '1', type: 'bit', bit: n, kind: { type: 'flag' }, invalid: [0xffff] })
  const [word] = encodeWords(bit(2), 1, encodeWords(bit(0), 1)[0])
  expect(word).toBe(0b101)
  expect(decodeWords(bit(1), [word!])).toEqual({ value: 0, status: 0 })
  expect(encodeWords(bit(0), 0, word)).toEqual([0b100])
  expect(decodeWords(bit(1), [0xffff])).toHaveProperty('reason', 'invalid-marker')
  expect(encodeWords(bit(1), 1, 0xffff)).toEqual([0b10])
})

test('a coil is a bit of its own', () => {
  const coil = aPoint({ role: 'running', unit: '1', table: 'coil', type: 'bit' })
  expect(decodeWords(coil, [1])).toEqual({ value: 1, status: 0 })
  expect(encodeWords(coil, 0)).toEqual([0])
})

test('a number that the type cannot hold is not written as another one', () => {
  expect(() => encodeWords(aPoint({ type: 'uint16' }), -1)).toThrow('pressure: -1 bar does not fit uint16')
  expect(() => encodeWords(aPoint({ type: 'uint16' }), null)).toThrow('invalid marker')
})

test('a device’s time is read in its unit; 0 and all ones are no time', () => {
  const seconds = { table: 'input-register', address: 0, type: 'uint32', order: 'ABCD', unit: 's' } as const
  const millis = { ...seconds, type: 'uint64', unit: 'ms' } as const
  const at = Date.UTC(2026, 1, 3, 4, 5, 6) * 1000
  expect(decodeSourceTime(seconds, encodeSourceTime(seconds, at + 999_999))).toBe(at)
  expect(decodeSourceTime(millis, encodeSourceTime(millis, at + 999_999))).toBe(at + 999_000)
  expect(decodeSourceTime(seconds, [0, 0])).toBeNull()
  expect(decodeSourceTime(seconds, [0xffff, 0xffff])).toBeNull()
  expect(encodeSourceTime(seconds, null)).toEqual([0, 0])
})

import { statusCodes } from '@driftbild/core'
import { expect, test } from 'vitest'
import { OpcuaPoint } from './profile.ts'
import { decodeVariant, type VariantLike } from './variant.ts'

const point = OpcuaPoint.parse({
  name: 'level',
  role: 'level',
  unit: 'm',
  reporting: { type: 'every', seconds: 60 },
  range: [0, 9e15],
  path: ['1:Level'],
})
const OVERFLOW = 0x480
const one = (dataType: number, value: unknown): VariantLike => ({ dataType, isArray: false, value })

test.each([
  ['a double', one(11, 1.5), 0, { value: 1.5, status: 0 }],
  ['a boolean', one(1, true), 0, { value: 1, status: 0 }],
  ['an Int64 as halves', one(8, [0, 7]), 0, { value: 7, status: 0 }],
  ['a UInt64 of 2^53', one(9, [0x200000, 0]), 0, { reason: 'out-of-range', status: 0 }],
  ['a text', one(12, 'full'), 0, { reason: 'not-numeric', status: 0 }],
  ['an array', { dataType: 11, isArray: true, value: [1, 2] }, 0, { reason: 'not-numeric', status: 0 }],
  ['nothing', null, 0, { reason: 'no-value', status: 0 }],
  ['a null variant', one(0, null), 0, { reason: 'no-value', status: 0 }],
  ['NaN', one(11, Number.NaN), 0, { reason: 'not-a-number', status: statusCodes.BadNoData }],
  ['a bad status with a number', one(11, 3), 0x808c0000, { reason: 'bad-status', status: 0x808c0000 }],
  ['no data', null, 0x809b0000, { reason: 'no-value', status: 0x809b0000 }],
  ['an uncertain one, kept as it is', one(11, 3), 0x40930480, { value: 3, status: 0x40930480 }],
  ['a value out of range', one(11, -1), OVERFLOW, { value: -1, status: 0x40940480 }],
] as const)('%s', (_, variant, status, expected) => {
  expect(decodeVariant(point, variant, status)).toEqual(expected)
})

test('a negative Int64 keeps its sign', () => {
  const signed = { ...point, range: null }
  expect(decodeVariant(signed, one(8, [0xffffffff, 0xfffffffe]), 0)).toEqual({ value: -2, status: 0 })
})

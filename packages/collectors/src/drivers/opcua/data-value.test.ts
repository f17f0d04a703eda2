import { DataValue, StatusCodes } from 'node-opcua'
import { expect, test } from 'vitest'
import { isAwaited, timeOf } from './data-value.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

test('picoseconds within the millisecond become microseconds; what is finer is cut', () => {
  expect(timeOf(new Date(at), 0)).toBe(at * 1000)
  expect(timeOf(new Date(at), 123_456_700)).toBe(at * 1000 + 123)
  expect(timeOf(new Date(at), 999_999_999)).toBe(at * 1000 + 999)
})

test('no time is no time, also when it is written as 1601', () => {
  expect(timeOf(null, 0)).toBeNull()
  expect(timeOf(new Date(Date.UTC(1601, 0, 1)), 0)).toBeNull()
})

test('a server that still waits for its device reports nothing', () => {
  expect(isAwaited(new DataValue({ statusCode: StatusCodes.BadWaitingForInitialData }))).toBe(true)
  expect(isAwaited(new DataValue({ statusCode: StatusCodes.BadNoData }))).toBe(false)
})

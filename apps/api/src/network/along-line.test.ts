import type { Position } from '@driftbild/core'
import { expect, test } from 'vitest'
import { partOf, shareAlong } from './along-line.ts'

const at = (east: number, north: number): Position => [22 + east / 45_600, 65.8 + north / 111_320]
/** 100 m east, then 100 m north. */
const line = [at(0, 0), at(100, 0), at(100, 100)]

test('a place beside a line is so far along it', () => {
  expect(shareAlong(at(50, 3), line)).toBeCloseTo(0.25, 2)
  expect(shareAlong(at(103, 50), line)).toBeCloseTo(0.75, 2)
  expect(shareAlong(at(-20, 0), line)).toBe(0)
  expect(shareAlong(at(100, 400), line)).toBeCloseTo(1, 6)
  expect(shareAlong(at(0, 0), [at(5, 5)])).toBe(0)
})

test('a part of a line keeps the bend between', () => {
  const part = partOf(line, 0.25, 0.75)
  expect(part).toHaveLength(3)
  expect(part[1]).toEqual(line[1])
  expect(shareAlong(part[0]!, line)).toBeCloseTo(0.25, 2)
  expect(shareAlong(part[2]!, line)).toBeCloseTo(0.75, 2)
  expect(partOf(line, 0, 1)).toHaveLength(3)
})

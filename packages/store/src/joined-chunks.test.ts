import { DAY } from '@driftbild/core'
import { expect, test } from 'vitest'
import { joinChunks } from './joined-chunks.ts'

const MB = 1_000_000
const chunk = (
  day: number,
  bytes: number,
  more: { hypertable?: string; loosened?: boolean; days?: number } = {},
) => ({
  ...{ hypertable: 'reading', loosened: false, ...more },
  ...{
    chunk: `${more.hypertable ?? 'reading'} ${day}`,
    from: day * DAY,
    to: (day + (more.days ?? 1)) * DAY,
    bytes,
  },
})
const joined = (...chunks: ReturnType<typeof chunk>[]) =>
  joinChunks(chunks).map(
    ({ parts, full }) => `${parts.map((one) => one.chunk).join(' + ')}${full ? '' : ' …'}`,
  )

test('neighbours are one until they would be too much; the newest ones wait for more', () => {
  expect(joined(chunk(0, 15 * MB), chunk(1, 15 * MB), chunk(2, 15 * MB), chunk(3, 1 * MB))).toEqual([
    'reading 0 + reading 1',
    'reading 2 + reading 3 …',
  ])
})

test('one that is too much by itself stays alone, and waits for nothing', () => {
  expect(joined(chunk(0, 90 * MB))).toEqual(['reading 0'])
  expect(joined(chunk(0, 1 * MB), chunk(1, 90 * MB))).toEqual(['reading 0', 'reading 1'])
})

test('nothing is joined over a hole, nor with what is compressed already', () => {
  expect(joined(chunk(0, MB), chunk(2, MB))).toEqual(['reading 0', 'reading 2 …'])
  expect(joined(chunk(0, MB), chunk(1, MB, { loosened: true }), chunk(2, MB))).toEqual([
    'reading 0',
    'reading 1',
    'reading 2 …',
  ])
})

test('hypertables are apart, whatever lies between their chunks', () => {
  expect(joined(chunk(0, MB), chunk(0, MB, { hypertable: 'rollup_5m' }), chunk(1, MB))).toEqual([
    'reading 0 + reading 1 …',
    'rollup_5m 0 …',
  ])
})

test('of next to nothing a few years are one', () => {
  const days = Array.from({ length: 1200 }, (_, day) => chunk(day, 8192))
  expect(joinChunks(days).map(({ parts }) => parts.length)).toEqual([1095, 105])
})

import { expect, test } from 'vitest'
import { Batch, batchVersion, type OutboxEntry, packBatch } from './batch.ts'
import type { Reading } from './reading.ts'

const EPOCH = '00000000-0000-4000-8000-000000000001'
const reading = (value: number | null): Reading => {
  const common = {
    sourceTime: 1_700_000_000_123_456,
    serverTime: null,
    receivedTime: 1_700_000_000_200_000,
    status: 0,
  }
  return value === null
    ? { ...common, reason: 'no-value', clock: 'collector' }
    : { ...common, value, clock: 'device' }
}
const entries: OutboxEntry[] = [
  { kind: 'reading', sequence: 7, key: 'P/flow', unit: 'm3/h', reading: reading(1.5) },
  { kind: 'reading', sequence: 8, key: 'P/level', unit: 'm', reading: reading(null) },
  {
    kind: 'silence',
    sequence: 9,
    silence: { id: EPOCH, signals: ['P/flow'], from: 5, to: null, reason: 'timeout' },
  },
  { kind: 'reading', sequence: 10, key: 'P/flow', unit: 'm3/h', reading: reading(-0.25) },
]

test('entries are packed into columns that pass the door of the centre', () => {
  const batch = packBatch(EPOCH, entries)
  expect(Batch.parse(JSON.parse(JSON.stringify(batch)))).toEqual(batch)
  expect(batch).toMatchObject({
    first: 7,
    last: 10,
    signals: [
      { key: 'P/flow', unit: 'm3/h' },
      { key: 'P/level', unit: 'm' },
    ],
    readings: {
      sequence: [7, 8, 10],
      signal: [0, 1, 0],
      value: [1.5, null, -0.25],
      reason: [null, 'no-value', null],
    },
    silences: [{ sequence: 9, reason: 'timeout' }],
  })
})

test('a hole in the sequence is refused where it is packed', () => {
  expect(() => packBatch(EPOCH, [entries[0]!, entries[2]!])).toThrow('sequence 9 follows 7')
  expect(() => packBatch(EPOCH, [])).toThrow('empty')
})

const broken: [string, (batch: Batch) => void, string][] = [
  ['a short column', (b) => b.readings.value.pop(), 'column value has 2 rows'],
  ['a missing sequence', (b) => (b.readings.sequence[0] = 12), 'sequence 7 is missing'],
  ['a repeated sequence', (b) => (b.readings.sequence[0] = 8), 'occurs twice'],
  ['a value and a reason', (b) => (b.readings.reason[0] = 'no-value'), 'a value or a reason'],
  ['an unknown signal', (b) => (b.readings.signal[0] = 2), 'signal index 2 of 2'],
  ['a wrong end', (b) => (b.last = 11), 'needs 5 entries'],
]
test.each(broken)('a batch with %s is refused', (_name, spoil, message) => {
  const batch = packBatch(EPOCH, entries)
  spoil(batch)
  expect(Batch.safeParse(batch).error?.issues[0]?.message).toContain(message)
})

const clock: OutboxEntry = {
  kind: 'clock',
  sequence: 11,
  clock: { id: EPOCH, device: 'plc-1', signals: ['P/flow'], offset: -90_000_000, from: 5, to: null },
}

test('a batch of an older collector says nothing of clocks, and is taken', () => {
  const { clocks, ...older } = packBatch(EPOCH, entries)
  expect(clocks).toEqual([])
  expect(Batch.parse(older).clocks).toEqual([])
})

test('what is said of a clock has its number in the batch, too', () => {
  const batch = packBatch(EPOCH, [...entries, clock])
  expect(batch).toMatchObject({ last: 11, clocks: [{ sequence: 11, device: 'plc-1', offset: -90_000_000 }] })
  expect(Batch.parse(JSON.parse(JSON.stringify(batch)))).toEqual(batch)
})

test('a batch is of the oldest version that has all of it', () => {
  const removed: OutboxEntry = {
    kind: 'silence',
    sequence: 11,
    silence: { id: EPOCH, signals: ['P/flow'], from: 5, to: null, reason: 'removed' },
  }
  const version = (more: OutboxEntry[]) => batchVersion(packBatch(EPOCH, [...entries, ...more]))
  expect([version([]), version([clock]), version([removed])]).toEqual([1, 2, 2])
})

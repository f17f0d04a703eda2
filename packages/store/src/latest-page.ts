import { type Micros, type Reading, reasons } from '@driftbild/core'
import { float8, int4, int8, readInt8, readTimestamp, timestamptz } from './binary-values.ts'

// Newest readings lie packed, some signals a page: of a table with a row a signal, a batch in which each reading is of
// another signal would write as many rows as it brings readings. The view latest_reading says where what lies.

const SLOTS = 16
const SLOT_BYTES = 58
export const PAGE_BYTES = SLOTS * SLOT_BYTES

export const pageOf = (signal: number): number => Math.floor(signal / SLOTS)
const slotOf = (signal: number): number => (signal % SLOTS) * SLOT_BYTES

/** What decides which of two readings of a signal is newer, in this order. */
export interface Newness {
  countsAt: Micros
  sourceTime: Micros
  epoch: number
  sequence: number
}

export const compareNewness = (a: Newness, b: Newness): number =>
  a.countsAt - b.countsAt || a.sourceTime - b.sourceTime || a.epoch - b.epoch || a.sequence - b.sequence

const PRESENT = 1
const COLLECTOR_CLOCK = 2
const SERVER_TIME = 4
const VALUE = 8

/** Where a slot's fields begin. */
const at = {
  ...{ flags: 0, reason: 1, status: 2, epoch: 6, sequence: 10, sourceTime: 18, countsAt: 26 },
  ...{ serverOffset: 34, receivedOffset: 42, value: 50 },
} as const

/** Null when the signal has none yet. */
export function newnessIn(page: Buffer, signal: number): Newness | null {
  const slot = slotOf(signal)
  if (!(page[slot + at.flags]! & PRESENT)) return null
  return {
    countsAt: readTimestamp(page, slot + at.countsAt),
    sourceTime: readTimestamp(page, slot + at.sourceTime),
    epoch: page.readInt32BE(slot + at.epoch),
    sequence: readInt8(page, slot + at.sequence),
  }
}

/** Null when the signal has none yet. */
export function readingIn(page: Buffer, signal: number): Reading | null {
  const slot = slotOf(signal)
  const flags = page[slot + at.flags]!
  if (!(flags & PRESENT)) return null
  const sourceTime = readTimestamp(page, slot + at.sourceTime)
  const common = {
    sourceTime,
    serverTime: flags & SERVER_TIME ? sourceTime + readInt8(page, slot + at.serverOffset) : null,
    receivedTime: sourceTime + readInt8(page, slot + at.receivedOffset),
    status: page.readUInt32BE(slot + at.status),
    clock: flags & COLLECTOR_CLOCK ? ('collector' as const) : ('device' as const),
  }
  return flags & VALUE
    ? { ...common, value: page.readDoubleBE(slot + at.value) }
    : { ...common, reason: reasons[page[slot + at.reason]!]! }
}

export function writeReading(page: Buffer, signal: number, newness: Newness, reading: Reading): void {
  const slot = slotOf(signal)
  const { sourceTime, serverTime, receivedTime } = reading
  const value = 'value' in reading ? reading.value : null
  page[slot + at.flags] =
    PRESENT |
    (reading.clock === 'collector' ? COLLECTOR_CLOCK : 0) |
    (serverTime === null ? 0 : SERVER_TIME) |
    (value === null ? 0 : VALUE)
  page[slot + at.reason] = 'reason' in reading ? reasons.indexOf(reading.reason) : 0
  int4.write(page, reading.status | 0, slot + at.status)
  int4.write(page, newness.epoch, slot + at.epoch)
  int8.write(page, newness.sequence, slot + at.sequence)
  timestamptz.write(page, sourceTime, slot + at.sourceTime)
  timestamptz.write(page, newness.countsAt, slot + at.countsAt)
  int8.write(page, serverTime === null ? 0 : serverTime - sourceTime, slot + at.serverOffset)
  int8.write(page, receivedTime - sourceTime, slot + at.receivedOffset)
  float8.write(page, value ?? 0, slot + at.value)
}

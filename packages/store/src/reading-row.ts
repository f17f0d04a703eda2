import { type Micros, type Reading, reasons } from '@driftbild/core'

/** A reading as its columns hold it: times as microseconds from the source time, the status signed. */
export interface ReadingRow {
  sourceTime: Micros
  serverOffset: number | null
  receivedOffset: number
  value: number | null
  reason: number | null
  status: number
  collectorClock: boolean
}

export const readingColumns = `source_time as "sourceTime", server_offset as "serverOffset",
  received_offset as "receivedOffset", value, reason, status, collector_clock as "collectorClock"`

export function toReading(row: ReadingRow): Reading {
  const { sourceTime, serverOffset } = row
  const common = {
    sourceTime,
    serverTime: serverOffset === null ? null : sourceTime + serverOffset,
    receivedTime: sourceTime + row.receivedOffset,
    status: row.status >>> 0,
    clock: row.collectorClock ? ('collector' as const) : ('device' as const),
  }
  return row.value === null ? { ...common, reason: reasons[row.reason!]! } : { ...common, value: row.value }
}

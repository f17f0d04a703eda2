import type { Micros } from '@driftbild/core'
import { timestamp, timestampOrNull } from './timestamp.ts'

/** What a batch tells of an interval; a later entry of the same id closes or corrects it. */
interface IntervalEntry {
  id: string
  sequence: number
  from: Micros
  to: Micros | null
}

/** How many entries the ledger doesn't have yet, and the last of each interval among them. */
export function freshIntervals<T extends IntervalEntry>(
  entries: readonly T[],
  durable: number,
): { count: number; last: T[] } {
  const fresh = entries
    .filter(({ sequence }) => sequence > durable)
    .toSorted((a, b) => a.sequence - b.sequence)
  return { count: fresh.length, last: [...new Map(fresh.map((one) => [one.id, one])).values()] }
}

/** As `jsonb_to_recordset` takes them. */
export const intervalRows = (entries: readonly IntervalEntry[]): string =>
  JSON.stringify(entries.map((one) => ({ ...one, from: timestamp(one.from), to: timestampOrNull(one.to) })))

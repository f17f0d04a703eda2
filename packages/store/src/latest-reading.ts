import { type Batch, countsAt, type Micros, reasons } from '@driftbild/core'
import { type BinaryType, binaryArray, bool, float8, int2, int4, int8, timestamptz } from './binary-values.ts'
import type { Tx } from './database.ts'
import type { AssignedRow } from './reading-copy.ts'

/** Whose readings they are, and when they arrived at the centre. */
export interface Arrived {
  epoch: number
  simulated: boolean
  at: Micros
}

/**
 * Moves the present state on, for the signals of which the batch holds something newer: by source time, of which
 * nothing counts that lay ahead of the arrival.
 */
export async function saveLatest(
  tx: Tx,
  arrived: Arrived,
  { readings }: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
): Promise<void> {
  const counts = (row: number): Micros => countsAt(readings.sourceTime[row]!, arrived.at, arrived)
  const newest = newestOf(readings, assigned, counts)
  if (newest.length === 0) return
  const column = <T>(type: BinaryType<T>, of: (row: number) => T | null): Buffer =>
    binaryArray(
      type,
      newest.map(({ row }) => of(row)),
    )
  await tx.query(
    `insert into latest_reading (signal, source_time, epoch, sequence, server_offset, received_offset, value, reason,
                                 status, collector_clock, counts_at)
     select n.signal, n.source_time, $1, n.sequence, n.server_offset, n.received_offset, n.value, n.reason, n.status,
            n.collector_clock, n.counts_at
     from unnest($2::integer[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::float8[],
                 $8::smallint[], $9::integer[], $10::boolean[], $11::timestamptz[])
       as n (signal, source_time, sequence, server_offset, received_offset, value, reason, status, collector_clock,
             counts_at)
     left join latest_reading l on l.signal = n.signal
     where l.signal is null
       or (n.counts_at, n.source_time, $1, n.sequence) > (l.counts_at, l.source_time, l.epoch, l.sequence)
     order by n.signal
     on conflict (signal) do update set source_time = excluded.source_time, epoch = excluded.epoch,
       sequence = excluded.sequence, server_offset = excluded.server_offset,
       received_offset = excluded.received_offset, value = excluded.value, reason = excluded.reason,
       status = excluded.status, collector_clock = excluded.collector_clock, counts_at = excluded.counts_at
     where (latest_reading.counts_at, latest_reading.source_time, latest_reading.epoch, latest_reading.sequence)
         < (excluded.counts_at, excluded.source_time, excluded.epoch, excluded.sequence)`,
    [
      arrived.epoch,
      binaryArray(
        int4,
        newest.map(({ signal }) => signal),
      ),
      column(timestamptz, (row) => readings.sourceTime[row]!),
      column(int8, (row) => readings.sequence[row]!),
      column(int8, (row) => {
        const at = readings.serverTime[row]!
        return at === null ? null : at - readings.sourceTime[row]!
      }),
      column(int8, (row) => readings.receivedTime[row]! - readings.sourceTime[row]!),
      column(float8, (row) => readings.value[row]!),
      column(int2, (row) => {
        const reason = readings.reason[row]!
        return reason === null ? null : reasons.indexOf(reason)
      }),
      column(int4, (row) => readings.status[row]! | 0),
      column(bool, (row) => readings.collectorClock[row]!),
      column(timestamptz, counts),
    ],
  )
}

/** Of every signal the newest row, the highest sequence among equals. */
function newestOf(
  { sourceTime, sequence }: Batch['readings'],
  assigned: readonly AssignedRow[],
  counts: (row: number) => Micros,
): AssignedRow[] {
  const newest = new Map<number, AssignedRow>()
  for (const one of assigned) {
    const known = newest.get(one.signal)
    if (!known || isNewer(one.row, known.row)) newest.set(one.signal, one)
  }
  return [...newest.values()]

  function isNewer(a: number, b: number): boolean {
    const order = counts(a) - counts(b) || sourceTime[a]! - sourceTime[b]! || sequence[a]! - sequence[b]!
    return order > 0
  }
}

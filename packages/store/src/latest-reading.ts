import { type Batch, reasons } from '@driftbild/core'
import type { Tx } from './database.ts'
import type { AssignedRow } from './reading-copy.ts'
import { timestamp } from './timestamp.ts'

/** Moves the present state on, for the signals of which the batch holds something newer by source time. */
export async function saveLatest(
  tx: Tx,
  epoch: number,
  { readings }: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
): Promise<void> {
  const newest = newestOf(readings, assigned)
  if (newest.length === 0) return
  const column = <T>(of: (row: number) => T): T[] => newest.map(({ row }) => of(row))
  await tx.query(
    `insert into latest_reading (signal, source_time, epoch, sequence, server_offset, received_offset, value, reason,
                                 status, collector_clock)
     select n.signal, n.source_time, $1, n.sequence, n.server_offset, n.received_offset, n.value, n.reason, n.status,
            n.collector_clock
     from unnest($2::integer[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::float8[],
                 $8::smallint[], $9::integer[], $10::boolean[])
       as n (signal, source_time, sequence, server_offset, received_offset, value, reason, status, collector_clock)
     left join latest_reading l on l.signal = n.signal
     where l.signal is null or (n.source_time, $1, n.sequence) > (l.source_time, l.epoch, l.sequence)
     order by n.signal
     on conflict (signal) do update set source_time = excluded.source_time, epoch = excluded.epoch,
       sequence = excluded.sequence, server_offset = excluded.server_offset,
       received_offset = excluded.received_offset, value = excluded.value, reason = excluded.reason,
       status = excluded.status, collector_clock = excluded.collector_clock
     where (latest_reading.source_time, latest_reading.epoch, latest_reading.sequence)
         < (excluded.source_time, excluded.epoch, excluded.sequence)`,
    [
      epoch,
      newest.map(({ signal }) => signal),
      column((row) => timestamp(readings.sourceTime[row]!)),
      column((row) => readings.sequence[row]!),
      column((row) => {
        const at = readings.serverTime[row]!
        return at === null ? null : at - readings.sourceTime[row]!
      }),
      column((row) => readings.receivedTime[row]! - readings.sourceTime[row]!),
      column((row) => readings.value[row]!),
      column((row) => {
        const reason = readings.reason[row]!
        return reason === null ? null : reasons.indexOf(reason)
      }),
      column((row) => readings.status[row]! | 0),
      column((row) => readings.collectorClock[row]!),
    ],
  )
}

/** Of every signal the row with the newest source time, the highest sequence among equals. */
function newestOf(
  { sourceTime, sequence }: Batch['readings'],
  assigned: readonly AssignedRow[],
): AssignedRow[] {
  const newest = new Map<number, AssignedRow>()
  for (const one of assigned) {
    const known = newest.get(one.signal)
    if (!known || isNewer(one.row, known.row)) newest.set(one.signal, one)
  }
  return [...newest.values()]

  function isNewer(a: number, b: number): boolean {
    return (
      sourceTime[a]! > sourceTime[b]! || (sourceTime[a]! === sourceTime[b]! && sequence[a]! > sequence[b]!)
    )
  }
}

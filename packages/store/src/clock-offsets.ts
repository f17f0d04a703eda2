import type { Batch, ClockOffset } from '@driftbild/core'
import type { Tx } from './database.ts'
import { freshIntervals, intervalRows } from './intervals.ts'
import type { LedgerEntry } from './ledger.ts'

/** Later entries of one interval close it. Gives how many entries were new. */
export async function saveClockOffsets(
  tx: Tx,
  collector: string,
  ledger: LedgerEntry,
  batch: Batch,
): Promise<number> {
  const { count, last } = freshIntervals(batch.clocks, ledger.durable)
  if (count === 0) return 0
  await tx.query(
    `insert into clock_offset (collector, id, device, keys, clock_offset, from_time, to_time, epoch, sequence)
     select $1, id, device, signals, "offset", "from", "to", $2, sequence from jsonb_to_recordset($3)
       as r (id uuid, device text, signals text[], "offset" bigint, "from" timestamptz, "to" timestamptz, sequence bigint)
     on conflict (collector, id) do update set to_time = excluded.to_time, epoch = excluded.epoch,
       sequence = excluded.sequence`,
    [collector, ledger.epoch, intervalRows(last)],
  )
  return count
}

/** Newest first, of one collector. */
export const clockOffsetsOf = (tx: Tx, collector: string, limit = 50): Promise<ClockOffset[]> =>
  tx.query(
    `select id, device, keys as signals, clock_offset as "offset", from_time as "from", to_time as "to"
     from clock_offset where collector = $1 order by from_time desc, id limit $2`,
    [collector, limit],
  )

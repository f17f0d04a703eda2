import { type Batch, type Micros, reasons } from '@driftbild/core'
import type { IssueKind } from './collectors.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** A reading that belongs to no signal of the register, or to no time, and why. */
export interface UnassignedRow {
  row: number
  kind: IssueKind
  expectedUnit: string | null
}

/** Keeps readings as they came, and one issue per kind, key and unit for a person to settle. */
export async function saveUnassigned(
  tx: Tx,
  { epoch, collector, arrivedAt }: { epoch: number; collector: string; arrivedAt: Micros },
  batch: Batch,
  rows: readonly UnassignedRow[],
): Promise<void> {
  if (rows.length === 0) return
  const { readings } = batch
  const records = rows.map(({ row, kind, expectedUnit }) => {
    const { key, unit } = batch.signals[readings.signal[row]!]!
    const sourceTime = readings.sourceTime[row]!
    const serverTime = readings.serverTime[row]!
    const reason = readings.reason[row]!
    return {
      kind,
      key,
      unit,
      expected: expectedUnit,
      sequence: readings.sequence[row]!,
      source: timestamp(sourceTime),
      server: serverTime === null ? null : serverTime - sourceTime,
      received: readings.receivedTime[row]! - sourceTime,
      value: readings.value[row]!,
      reason: reason === null ? null : reasons.indexOf(reason),
      status: readings.status[row]! | 0,
      clock: readings.collectorClock[row]!,
    }
  })
  await tx.query(
    `insert into unassigned_reading (epoch, sequence, key, unit, source_time, server_offset, received_offset, value,
                                     reason, status, collector_clock)
     select $1, sequence, key, unit, source, server, received, value, reason, status, clock
     from jsonb_to_recordset($2) as r (key text, unit text, sequence bigint, source timestamptz, server bigint,
       received bigint, value float8, reason smallint, status integer, clock boolean)`,
    [epoch, JSON.stringify(records)],
  )
  await tx.query(
    `insert into issue (kind, collector, key, unit, expected_unit, first_at, last_at, readings)
     select kind, $1, key, unit, max(expected), $2, $2, count(*)
     from jsonb_to_recordset($3) as r (kind text, key text, unit text, expected text)
     group by kind, key, unit
     on conflict (municipality, kind, collector, key, unit) do update set last_at = excluded.last_at,
       readings = issue.readings + excluded.readings, expected_unit = excluded.expected_unit,
       settled_at = null`,
    [collector, timestamp(arrivedAt), JSON.stringify(records)],
  )
}

import { type Kommunkod, type Micros, reasons } from '@driftbild/core'
import type { Database } from '@driftbild/store'

/** A reading as it lies in the table. */
export interface StoredCell {
  key: string
  time: Micros
  /** Null where it is bad; then it has a reason. */
  value: number | null
  reason: string | null
  status: number
  epoch: number
  sequence: number
}

/** Every reading of a municipality, signal by signal in source order. */
export async function storedCells(db: Database, municipality: Kommunkod): Promise<StoredCell[]> {
  const scope = { municipality, role: 'reader' } as const
  const signals = await db.transaction(scope, (tx) =>
    tx.query<{ id: number; key: string }>('select id, key from signal order by key'),
  )
  const cells: StoredCell[] = []
  for (const { id, key } of signals) {
    const rows = await db.transaction(scope, (tx) =>
      tx.query<Omit<StoredCell, 'key' | 'reason'> & { reason: number | null }>(
        `select source_time as time, value, reason, status, epoch, sequence
         from own_reading where signal = $1 order by source_time, epoch, sequence`,
        [id],
      ),
    )
    for (const row of rows) {
      const reason = row.reason === null ? null : reasons[row.reason]!
      cells.push({ ...row, key, reason, status: row.status >>> 0 })
    }
  }
  return cells
}

export interface LedgerSpan {
  /** Entries by the batches that came: readings and silences. */
  readings: number
  silences: number
  /** Newest sequence that is in. */
  durable: number
  /** Sequences up to `durable` that no batch brought. */
  holes: number
}

/** What the ledger says of a municipality's outboxes, added up. */
export async function ledgerOfAll(db: Database, municipality: Kommunkod): Promise<LedgerSpan> {
  const [row] = await db.transaction({ municipality, role: 'reader' }, (tx) =>
    tx.query<LedgerSpan>(
      `select coalesce(sum(b.readings), 0)::bigint as readings, coalesce(sum(b.silences), 0)::bigint as silences,
              coalesce(sum(e.durable), 0)::bigint as durable,
              coalesce(sum(e.durable - b.covered), 0)::bigint as holes
       from epoch e cross join lateral (
         select sum(readings) as readings, sum(silences) as silences, sum(last - first + 1) as covered
         from batch where epoch = e.id
       ) b`,
    ),
  )
  return row!
}

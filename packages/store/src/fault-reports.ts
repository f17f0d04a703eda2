import type { FaultReport, Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** Keeps a report; false where it was there already. Throws where its asset isn't. */
export async function addFaultReport(
  tx: Tx,
  { id, asset, mode, text, at }: FaultReport,
  { by, receivedAt }: { by: string; receivedAt: Micros },
): Promise<boolean> {
  const added = await tx.query(
    `insert into fault_report (id, asset, mode, text, at, by_user, received_at)
     values ($1, (select id from asset where tag = $2), $3, $4, $5, $6, $7)
     on conflict do nothing returning id`,
    [id, asset, mode, text, timestamp(at), by, timestamp(receivedAt)],
  )
  return added.length > 0
}

/** The fault that a report speaks for; merging may have moved it. Throws where it was never gathered. */
export async function faultOfReport(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.query<{ fault: string }>('select fault from fault_evidence where id = $1', [id])
  if (!row) throw new Error(`report ${id} is evidence of no fault`)
  return row.fault
}

/** What was written, and of which asset. */
export async function findFaultReport(tx: Tx, id: string): Promise<{ asset: string; text: string } | null> {
  const [row] = await tx.query<{ asset: string; text: string }>(
    'select a.tag as asset, r.text from fault_report r join asset a on a.id = r.asset where r.id = $1',
    [id],
  )
  return row ?? null
}

import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'

/** The row that is locked while a batch of its outbox is taken in. */
export interface LedgerEntry {
  epoch: number
  /** Newest sequence that is in; everything before it is too. */
  durable: number
  lastArrival: Micros | null
  /** Whether the municipality lives in a simulation's time. */
  simulated: boolean
  /** Of the municipality's signals. */
  signalsRevision: number
}

/** A batch began after a hole. The collector must send from `expected` on. */
export class SequenceGap extends Error {
  readonly expected: number
  constructor(collector: string, epoch: string, expected: number, first: number) {
    super(`collector ${collector}, epoch ${epoch}: a batch begins at ${first}, but ${expected} is not in yet`)
    this.expected = expected
  }
}

/** No collector of this municipality has that id, or it was revoked. */
export class UnknownCollector extends Error {}

export async function lockLedger(tx: Tx, collector: string, epoch: string): Promise<LedgerEntry> {
  const known = await select(tx, collector, epoch)
  if (known) return known
  await tx.query(
    `insert into epoch (collector, uuid) select id, $2 from collector where id = $1 and revoked_at is null
     on conflict do nothing`,
    [collector, epoch],
  )
  const created = await select(tx, collector, epoch)
  if (!created) {
    throw new UnknownCollector(
      `municipality ${tx.municipality} has no collector ${collector}, or it was revoked`,
    )
  }
  return created
}

async function select(tx: Tx, collector: string, epoch: string): Promise<LedgerEntry | undefined> {
  const [row] = await tx.query<LedgerEntry>(
    {
      name: 'lock the ledger',
      text: `select e.id as epoch, e.durable, e.last_arrival as "lastArrival", m.simulated,
                    m.signals_revision as "signalsRevision"
             from epoch e join municipality m on m.code = e.municipality
             where e.collector = $1 and e.uuid = $2 for update of e`,
    },
    [collector, epoch],
  )
  return row
}

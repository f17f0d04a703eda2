import type { ReportingRule } from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { keptOfDatabase } from './kept-of-database.ts'

/** What ingest needs of a signal. */
export interface KnownSignal {
  id: number
  key: string
  unit: string
  reporting: ReportingRule
}

interface Kept {
  /** Null until they are read for the first time. */
  revision: number | null
  signals: ReadonlyMap<string, KnownSignal>
}

const keptOf = keptOfDatabase((): Kept => ({ revision: null, signals: new Map() }))

/**
 * A municipality's signals by key, at a revision that this transaction has read: looking up those of each batch would
 * take as long as writing its readings.
 */
export async function knownSignals(
  db: Database,
  tx: Tx,
  revision: number,
): Promise<ReadonlyMap<string, KnownSignal>> {
  const kept = keptOf(db, tx.municipality)
  if (kept.revision === revision) return kept.signals
  const rows = await tx.query<KnownSignal>('select id, key, unit, reporting from signal')
  // What is read now may be newer than the revision; then it is read once more.
  kept.revision = revision
  kept.signals = new Map(rows.map((row) => [row.key, row]))
  return kept.signals
}

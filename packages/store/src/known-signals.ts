import type { Kommunkod, ReportingRule } from '@driftbild/core'
import type { Database, Tx } from './database.ts'

/** What ingest needs of a signal. */
export interface KnownSignal {
  id: number
  key: string
  unit: string
  reporting: ReportingRule
}

interface Kept {
  revision: number
  signals: ReadonlyMap<string, KnownSignal>
}

const kept = new WeakMap<Database, Map<Kommunkod, Kept>>()

/**
 * A municipality's signals by key, at a revision that this transaction has read: looking up those of each batch would
 * take as long as writing its readings.
 */
export async function knownSignals(
  db: Database,
  tx: Tx,
  revision: number,
): Promise<ReadonlyMap<string, KnownSignal>> {
  const ofDatabase = kept.get(db) ?? new Map<Kommunkod, Kept>()
  kept.set(db, ofDatabase)
  const known = ofDatabase.get(tx.municipality)
  if (known?.revision === revision) return known.signals
  const rows = await tx.query<KnownSignal>('select id, key, unit, reporting from signal')
  const signals = new Map(rows.map((row) => [row.key, row]))
  // What is read now may be newer than the revision; then it is read once more.
  ofDatabase.set(tx.municipality, { revision, signals })
  return signals
}

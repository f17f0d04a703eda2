import type { Kommunkod } from '@driftbild/core'
import type { Database } from './database.ts'

/**
 * What a process remembers of each municipality of a database, begun when it is first asked for. It goes with the
 * database: another one, in the same process too, knows nothing of it.
 */
export function keptOfDatabase<T>(begin: () => T): (db: Database, municipality: Kommunkod) => T {
  const kept = new WeakMap<Database, Map<Kommunkod, T>>()
  return (db, municipality) => {
    const ofDatabase = kept.get(db) ?? new Map<Kommunkod, T>()
    kept.set(db, ofDatabase)
    const known = ofDatabase.get(municipality) ?? begin()
    ofDatabase.set(municipality, known)
    return known
  }
}

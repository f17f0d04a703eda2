import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** How files of one sender are read. */
export interface SavedMapping {
  /** The contractor's name. */
  name: string
  mapping: unknown
  savedAt: Micros
}

export const listImportMappings = (tx: Tx): Promise<SavedMapping[]> =>
  tx.query('select name, mapping, saved_at as "savedAt" from import_mapping order by name')

export async function saveImportMapping(tx: Tx, one: SavedMapping & { by: string }): Promise<void> {
  await tx.query(
    `insert into import_mapping (name, mapping, saved_at, saved_by) values ($1, $2, $3, $4)
     on conflict (municipality, name) do update set mapping = excluded.mapping, saved_at = excluded.saved_at,
       saved_by = excluded.saved_by`,
    [one.name, JSON.stringify(one.mapping), timestamp(one.savedAt), one.by],
  )
}

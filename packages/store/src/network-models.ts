import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** A model file that was read into the register. */
export interface StoredModel {
  name: string
  /** The file as text. */
  inp: string
  /** How it was read. */
  mapping: unknown
  savedAt: Micros
}

/** An earlier one of the name gives way. */
export async function saveNetworkModel(tx: Tx, one: StoredModel & { by: string }): Promise<void> {
  await tx.query(
    `insert into network_model (name, inp, mapping, saved_at, saved_by) values ($1, $2, $3, $4, $5)
     on conflict (municipality, name) do update set inp = excluded.inp, mapping = excluded.mapping,
       saved_at = excluded.saved_at, saved_by = excluded.saved_by`,
    [one.name, one.inp, JSON.stringify(one.mapping), timestamp(one.savedAt), one.by],
  )
}

/** The newest first, without the files. */
export const listNetworkModels = (tx: Tx): Promise<Omit<StoredModel, 'inp'>[]> =>
  tx.query('select name, mapping, saved_at as "savedAt" from network_model order by saved_at desc, name')

export async function findNetworkModel(tx: Tx, name: string): Promise<StoredModel | null> {
  const [found] = await tx.query<StoredModel>(
    'select name, inp, mapping, saved_at as "savedAt" from network_model where name = $1',
    [name],
  )
  return found ?? null
}

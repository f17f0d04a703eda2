import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** The last value that each of these signals had in [from, to), by the hours between; those without any are left out. */
export async function lastValues(
  tx: Tx,
  keys: readonly string[],
  from: Micros,
  to: Micros,
): Promise<Map<string, number>> {
  const rows = await tx.query<{ key: string; last: number }>(
    `with asked as (select id, key from signal where key = any ($1))
     select a.key, last(r.last, r.bucket) as last
     from own_rollup_1h r join asked a on a.id = r.signal
     where r.signal = any (array(select id from asked)) and r.bucket >= $2 and r.bucket < $3 and r.last is not null
     group by a.key`,
    [keys, timestamp(from), timestamp(to)],
  )
  return new Map(rows.map(({ key, last }) => [key, last]))
}

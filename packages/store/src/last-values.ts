import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/**
 * The last value that each of these signals had in each stretch between two neighbouring bounds, by the hours in it;
 * those without any are left out.
 */
export async function lastValues(
  tx: Tx,
  keys: readonly string[],
  bounds: readonly Micros[],
): Promise<Map<string, number>[]> {
  const stretches = bounds.slice(1).map(() => new Map<string, number>())
  const times = bounds.map(timestamp)
  const rows = await tx.query<{ stretch: number; key: string; last: number }>(
    `with asked as (select id, key from signal where key = any ($1))
     select width_bucket(r.bucket, $2::timestamptz[]) as stretch, a.key, last(r.last, r.bucket) as last
     from own_rollup_1h r join asked a on a.id = r.signal
     where r.signal = any (array(select id from asked)) and r.bucket >= $3 and r.bucket < $4 and r.last is not null
     group by 1, 2`,
    [keys, times, times[0], times.at(-1)],
  )
  for (const { stretch, key, last } of rows) stretches[stretch - 1]!.set(key, last)
  return stretches
}

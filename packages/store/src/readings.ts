import type { Micros, Reading } from '@driftbild/core'
import type { Tx } from './database.ts'
import { type ReadingRow, readingColumns, toReading } from './reading-row.ts'
import { timestamp } from './timestamp.ts'

export interface Stretch {
  from: Micros
  /** Not in it. */
  to: Micros
  limit?: number
  /** Only what had arrived at the centre by then. */
  knownAt?: Micros
}

/** A signal's readings in [from, to), in source order; equal source times in the order they were numbered. */
export async function readingsBetween(tx: Tx, key: string, stretch: Stretch): Promise<Reading[]> {
  const rows = await readingRows(tx, key, stretch)
  return rows.map(toReading)
}

async function readingRows(
  tx: Tx,
  key: string,
  { from, to, limit, knownAt }: Stretch,
): Promise<ReadingRow[]> {
  const signal = await signalId(tx, key)
  if (signal === null) return []
  const values: unknown[] = [signal, timestamp(from), timestamp(to), limit ?? null]
  if (knownAt === undefined) {
    return tx.query(
      `select ${readingColumns} from own_reading
       where signal = $1 and source_time >= $2 and source_time < $3
       order by source_time, epoch, sequence limit $4`,
      values,
    )
  }
  return tx.query(
    `with known as materialized (${knownEpochs('$5')})
     select ${readingColumns} from own_reading r join known k on k.epoch = r.epoch and r.sequence <= k.last
     where r.signal = $1 and r.source_time >= $2 and r.source_time < $3
     order by r.source_time, r.epoch, r.sequence limit $4`,
    [...values, timestamp(knownAt)],
  )
}

/**
 * The newest sequence of each epoch that had arrived at an instant. Within an epoch sequence and arrival only
 * grow, so the last batch that had arrived says it all.
 */
export const knownEpochs = (parameter: string): string => `
  select e.id as epoch, b.last
  from epoch e cross join lateral (
    select last from batch where epoch = e.id and arrived <= ${parameter}::timestamptz
    order by arrived desc, last desc limit 1
  ) b`

export async function signalId(tx: Tx, key: string): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>('select id from signal where key = $1', [key])
  return row?.id ?? null
}

/** How many readings are stored for a signal, in all or in [from, to), and over which source times. */
export async function extentOf(
  tx: Tx,
  key: string,
  stretch?: Pick<Stretch, 'from' | 'to'>,
): Promise<{ readings: number; first: Micros | null; last: Micros | null }> {
  const [row] = await tx.query<{ readings: number; first: Micros | null; last: Micros | null }>(
    `select count(*) as readings, min(source_time) as first, max(source_time) as last
     from own_reading where signal = $1 and source_time >= $2 and source_time < $3`,
    [
      await signalId(tx, key),
      stretch ? timestamp(stretch.from) : '-infinity',
      stretch ? timestamp(stretch.to) : 'infinity',
    ],
  )
  return row!
}

import type { Micros } from '@driftbild/core'
import { binaryArray, int4, timestamptz } from './binary-values.ts'
import type { Tx } from './database.ts'

/** First and last source time of something new. */
export type Span = [from: Micros, to: Micros]

/** Leaves word of what a batch brought, by signal id, for those who judge it. */
export async function noteArrival(tx: Tx, spans: ReadonlyMap<number, Span>): Promise<void> {
  if (spans.size === 0) return
  const values = [...spans.values()]
  await tx.query('insert into arrival (signals, from_time, to_time) values ($1, $2, $3)', [
    binaryArray(int4, [...spans.keys()]),
    binaryArray(
      timestamptz,
      values.map(([from]) => from),
    ),
    binaryArray(
      timestamptz,
      values.map(([, to]) => to),
    ),
  ])
}

export interface Arrivals {
  ids: number[]
  /** By signal key, over all of these batches. */
  touched: Map<string, Span>
}

/** The oldest batches that were not looked at yet, taken together. They stay until they are forgotten. */
export async function listArrivals(tx: Tx, most: number): Promise<Arrivals> {
  const rows = await tx.query<{ id: number }>('select id from arrival order by id limit $1', [most])
  const ids = rows.map(({ id }) => id)
  const spans = await tx.query<{ key: string; from: Micros; to: Micros }>(
    `select s.key, min(t."from") as "from", max(t."to") as "to"
     from arrival a, unnest(a.signals, a.from_time, a.to_time) as t (signal, "from", "to")
     join signal s on s.id = t.signal
     where a.id = any ($1) group by s.key`,
    [ids],
  )
  return { ids, touched: new Map(spans.map(({ key, from, to }) => [key, [from, to]])) }
}

export async function forgetArrivals(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.query('delete from arrival where id = any ($1)', [ids])
}

import type { Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface StoredSearch {
  order: string
  prediction: string | null
  body: unknown
  madeAt: Micros
  by: string
}

/** What the order's crew takes along; an earlier one gives way. */
export async function saveLeakSearch(
  tx: Tx,
  { order, prediction, body, madeAt, by }: StoredSearch,
): Promise<void> {
  await tx.query(
    `insert into leak_search (work_order, prediction, body, made_at, made_by) values ($1, $2, $3, $4, $5)
     on conflict (work_order) do update set prediction = excluded.prediction, body = excluded.body,
       made_at = excluded.made_at, made_by = excluded.made_by`,
    [order, prediction, JSON.stringify(body), timestamp(madeAt), by],
  )
  await notify(tx, 'work-orders', order)
}

/** Of these orders those that have one. */
export async function leakSearches(tx: Tx, orders: readonly string[]): Promise<Map<string, StoredSearch>> {
  const rows = await tx.query<StoredSearch>(`${selectSearch} where s.work_order = any ($1)`, [orders])
  return new Map(rows.map((row) => [row.order, row]))
}

/** Of all orders that are still open. */
export const openLeakSearches = (tx: Tx): Promise<StoredSearch[]> =>
  tx.query(
    `${selectSearch} join work_order w on w.id = s.work_order
     where w.state not in ('done', 'not-found', 'cancelled')`,
  )

const selectSearch = `
  select s.work_order as "order", s.prediction, s.body, s.made_at as "madeAt", s.made_by as by from leak_search s`

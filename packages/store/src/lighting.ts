import { isOpen, type Micros, type OrderState, type WorkOrder } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'
import { createPreventive, findOrder, type NewAssetOrder } from './work-orders.ts'

/** The municipality's own figures; null where it counts with the product's. */
export async function lightingFiguresOf(tx: Tx): Promise<{ figures: unknown; savedAt: Micros } | null> {
  const [row] = await tx.query<{ figures: unknown; savedAt: Micros }>(
    'select figures, saved_at as "savedAt" from lighting_figures',
  )
  return row ?? null
}

export async function saveLightingFigures(
  tx: Tx,
  { figures, at, by }: { figures: unknown; at: Micros; by: string },
): Promise<void> {
  await tx.query(
    `insert into lighting_figures (figures, saved_at, saved_by) values ($1, $2, $3)
     on conflict (municipality) do update set figures = excluded.figures, saved_at = excluded.saved_at,
       saved_by = excluded.saved_by`,
    [JSON.stringify(figures), timestamp(at), by],
  )
}

export interface LampGroupOrder {
  group: string
  id: string
  number: number
  state: OrderState
}

/** The newest order of each group that somebody made one of, but for those that were called off. */
export const lampGroupOrders = (tx: Tx): Promise<LampGroupOrder[]> =>
  tx.query(
    `select distinct on (g.lamp_group) g.lamp_group as "group", w.id, w.number, w.state
     from lamp_group_order g join work_order w on w.id = g.work_order
     where w.state <> 'cancelled' order by g.lamp_group, w.number desc`,
  )

/** A draft to change a group. One that is open already is given back instead. */
export async function createGroupOrder(
  tx: Tx,
  group: string,
  order: NewAssetOrder,
): Promise<{ order: WorkOrder; isNew: boolean }> {
  // Holds others back until this one is there.
  await tx.query('select from municipality for update')
  const known = (await lampGroupOrders(tx)).find((one) => one.group === group)
  if (known && isOpen(known.state)) return { order: (await findOrder(tx, known.id))!, isNew: false }
  const made = await createPreventive(tx, order)
  await tx.query('insert into lamp_group_order (work_order, lamp_group) values ($1, $2)', [made.id, group])
  return { order: made, isNew: true }
}

import { isOpen, type Micros, type WorkOrder } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'
import { createAdjustment, findOrder, type NewAssetOrder } from './work-orders.ts'

export interface StoredLevelJudgement {
  proposal: unknown
  agree: boolean
  reason: string
  /** The order that followed. */
  order: string | null
  at: Micros
  by: string
}

export async function addLevelJudgement(tx: Tx, station: string, one: StoredLevelJudgement): Promise<void> {
  await tx.query(
    `insert into level_judgement (station, proposal, agree, reason, work_order, at, by_user)
     select id, $2, $3, $4, $5, $6, $7 from asset where tag = $1`,
    [station, JSON.stringify(one.proposal), one.agree, one.reason, one.order, timestamp(one.at), one.by],
  )
}

/** What was said of a station's proposals, the newest first. */
export const levelJudgements = (tx: Tx, station: string): Promise<StoredLevelJudgement[]> =>
  tx.query(
    `select j.proposal, j.agree, j.reason, j.work_order as "order", j.at, j.by_user as by
     from level_judgement j join asset a on a.id = j.station where a.tag = $1 order by j.id desc limit 20`,
    [station],
  )

/** A draft to set a station's pumps to proposed levels. One for the same that is open already is given back instead. */
export async function createLevelOrder(
  tx: Tx,
  proposed: { start: number; stop: number },
  order: NewAssetOrder,
): Promise<WorkOrder> {
  // Holds others back until this one is there.
  await tx.query('select from municipality for update')
  const [judged] = await tx.query<{ order: string }>(
    `select j.work_order as "order" from level_judgement j join asset a on a.id = j.station
     where a.tag = $1 and j.proposal->'proposed' = $2::jsonb and j.work_order is not null order by j.id desc limit 1`,
    [order.asset, JSON.stringify(proposed)],
  )
  const known = judged ? await findOrder(tx, judged.order) : null
  return known && isOpen(known.state) ? known : createAdjustment(tx, order)
}

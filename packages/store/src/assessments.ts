import type { Assessment } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** False when the asset isn't there. The same judgement twice is one. */
export async function addAssessment(tx: Tx, one: Assessment): Promise<boolean> {
  const [asset] = await tx.query<{ id: number }>('select id from asset where tag = $1', [one.asset])
  if (!asset) return false
  await tx.query(
    `insert into assessment (asset, at, grade, basis, note, by_user, work_order) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (asset, at) do nothing`,
    [asset.id, timestamp(one.at), one.grade, one.basis, one.note, one.by, one.order],
  )
  return true
}

/** Newest first: the first is the asset's condition. */
export const assessmentsOf = (tx: Tx, asset: string): Promise<Assessment[]> =>
  tx.query(
    `select a.tag as asset, e.at, e.grade, e.basis, e.note, e.by_user as by, e.work_order as "order"
     from assessment e join asset a on a.id = e.asset where a.tag = $1 order by e.at desc`,
    [asset],
  )

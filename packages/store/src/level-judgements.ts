import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

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

import type { AlarmAction, FaultMode, Micros, Priority } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestampOrNull } from './timestamp.ts'

/** Something that happened to an alarm; one that was taken back says when. */
export interface JournalEntry {
  id: number
  alarm: string
  rule: string
  asset: string
  mode: FaultMode
  priority: Priority
  type: AlarmAction['type']
  at: Micros
  value: number | null
  by: string | null
  until: Micros | null
  reason: string | null
  withdrawnAt: Micros | null
}

export interface JournalFilter {
  asset?: string
  type?: AlarmAction['type']
  priority?: Priority
  from?: Micros
  to?: Micros
  /** The last page's smallest id. */
  before?: number
  limit: number
}

/** In the order in which it was written, newest first. */
export const alarmJournal = (
  tx: Tx,
  { asset, type, priority, from, to, before, limit }: JournalFilter,
): Promise<JournalEntry[]> =>
  tx.query(
    `select j.id, j.alarm, r.name as rule, a.tag as asset, r.mode, r.priority, j.type, j.at, j.value,
            j.by_user as by, j.until, j.reason, j.withdrawn_at as "withdrawnAt"
     from alarm_journal j
     join alarm_rule r on r.id = j.rule join signal s on s.id = r.signal join asset a on a.id = s.asset
     where ($1::bigint is null or j.id < $1)
       and ($2::text is null or a.tag = $2)
       and ($3::text is null or j.type = $3)
       and ($4::text is null or r.priority = $4)
       and ($5::timestamptz is null or j.at >= $5)
       and ($6::timestamptz is null or j.at < $6)
     order by j.id desc limit $7`,
    [
      ...[before ?? null, asset ?? null, type ?? null, priority ?? null],
      ...[timestampOrNull(from ?? null), timestampOrNull(to ?? null), limit],
    ],
  )

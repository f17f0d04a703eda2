import type { FaultMode, Micros, Priority } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** One time that a rule's alarm stood. */
export interface AlarmSpan {
  /** Name of its rule. */
  rule: string
  asset: string
  mode: FaultMode
  priority: Priority
  raisedAt: Micros
  /** Null while it stands. */
  clearedAt: Micros | null
}

/** Alarms that stood at some time in [from, to), oldest first; those that a late reading took back are left out. */
export const alarmSpans = (
  tx: Tx,
  { from, to, modes, limit }: { from: Micros; to: Micros; modes?: readonly FaultMode[]; limit: number },
): Promise<AlarmSpan[]> =>
  tx.query(
    `select r.name as rule, a.tag as asset, r.mode, r.priority, l.raised_at as "raisedAt", l.cleared_at as "clearedAt"
     from alarm l join alarm_rule r on r.id = l.rule join signal s on s.id = r.signal join asset a on a.id = s.asset
     where not l.withdrawn and l.raised_at < $2 and (l.cleared_at is null or l.cleared_at > $1)
       and ($3::text[] is null or r.mode = any ($3))
     order by l.raised_at limit $4`,
    [timestamp(from), timestamp(to), modes ?? null, limit],
  )

import type { Micros, Priority } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** How people are told of alarms of a priority; without one nobody is. */
export interface StoredNoticeRule {
  priority: Priority
  channels: string[]
  escalateMinutes: number | null
  quietFrom: number | null
  quietTo: number | null
  setBy: string
  setAt: Micros
}

export const listNoticeRules = (tx: Tx): Promise<StoredNoticeRule[]> =>
  tx.query(
    `select priority, channels, escalate_minutes as "escalateMinutes", quiet_from as "quietFrom",
            quiet_to as "quietTo", set_by as "setBy", set_at as "setAt" from notice_rule`,
  )

export async function saveNoticeRule(tx: Tx, rule: StoredNoticeRule): Promise<void> {
  const { priority, channels, escalateMinutes, quietFrom, quietTo, setBy, setAt } = rule
  await tx.query(
    `insert into notice_rule (priority, channels, escalate_minutes, quiet_from, quiet_to, set_by, set_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (municipality, priority) do update set channels = excluded.channels,
       escalate_minutes = excluded.escalate_minutes, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
       set_by = excluded.set_by, set_at = excluded.set_at`,
    [priority, channels, escalateMinutes, quietFrom, quietTo, setBy, timestamp(setAt)],
  )
}

/** An alarm that calls, with when that was first known. */
export interface Calling {
  id: string
  calledAt: Micros
}

/** Active alarms that people were called for, are not acknowledged and not put aside. */
export const callingAlarms = (
  tx: Tx,
  now: Micros,
  { limit, only }: { limit: number; only?: string },
): Promise<Calling[]> =>
  tx.query(
    `select l.id, j.recorded_at as "calledAt"
     from alarm l cross join lateral (
       select min(recorded_at) as recorded_at from alarm_journal
       where alarm = l.id and type = 'raised' and withdrawn_at is null
     ) j
     where l.cleared_at is null and not l.withdrawn and not l.acknowledged and l.fault is not null
       and (l.shelved_until is null or l.shelved_until <= $1) and j.recorded_at is not null
       and ($3::uuid is null or l.id = $3)
     order by j.recorded_at desc limit $2`,
    [timestamp(now), limit, only ?? null],
  )

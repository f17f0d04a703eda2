import type { AlarmSetting, Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** What a person set of a rule, or took back. */
export interface StoredSetting {
  /** Null: what the register says holds again. */
  setting: AlarmSetting | null
  reason: string
  at: Micros
  by: string
}

/** Newest first; the first holds. */
export const listSettings = (tx: Tx, rule: string): Promise<StoredSetting[]> =>
  tx.query(
    `select s.body as setting, s.reason, s.at, s.by_user as by
     from alarm_setting s join alarm_rule r on r.id = s.rule where r.name = $1 order by s.id desc limit 100`,
    [rule],
  )

/** What the register says of a rule, whatever anybody has set since; null when there is no such rule. */
export async function registeredSetting(tx: Tx, rule: string): Promise<AlarmSetting | null> {
  const [row] = await tx.query<AlarmSetting>(
    `select alarm_limit as "limit", hysteresis, delay_on as "delayOn", delay_off as "delayOff",
            rate_window as "window"
     from alarm_rule where name = $1`,
    [rule],
  )
  return row ?? null
}

/** It holds from here on: what was judged before it stays as it was judged. */
export async function addSetting(
  tx: Tx,
  rule: string,
  { setting, reason, at, by }: StoredSetting,
): Promise<void> {
  await tx.query(
    `insert into alarm_setting (rule, body, reason, judged_to, at, by_user)
     select r.id, $2, $3, p.judged_to, $4, $5
     from alarm_rule r left join alarm_phase p on p.rule = r.id where r.name = $1`,
    [rule, setting && JSON.stringify(setting), reason, timestamp(at), by],
  )
  await notify(tx, 'alarm-rules')
}

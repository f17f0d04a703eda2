import type { Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** Takes an alarm out of its group, or lets it back in. */
export async function setApart(
  tx: Tx,
  alarm: string,
  apart: boolean,
  { by, at }: { by: string; at: Micros },
): Promise<void> {
  if (apart) {
    await tx.query(
      'insert into alarm_ungrouped (alarm, by_user, at) values ($1, $2, $3) on conflict do nothing',
      [alarm, by, timestamp(at)],
    )
  } else await tx.query('delete from alarm_ungrouped where alarm = $1', [alarm])
  await notify(tx, 'alarms', alarm)
}

/** Active alarms that somebody took out of their group. */
export async function alarmsApart(tx: Tx): Promise<Set<string>> {
  const rows = await tx.query<{ alarm: string }>(
    `select u.alarm from alarm_ungrouped u join alarm l on l.id = u.alarm where l.cleared_at is null`,
  )
  return new Set(rows.map(({ alarm }) => alarm))
}

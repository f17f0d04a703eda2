import type { Micros, Shift } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export type StoredShift = Shift & { id: string }

/** Shifts that have not ended at `from`, the first first. */
export const listShifts = (tx: Tx, from: Micros): Promise<StoredShift[]> =>
  tx.query(
    `select id, user_id as user, line, service, from_time as "from", to_time as "to" from shift
     where to_time > $1 order by from_time, line, id`,
    [timestamp(from)],
  )

/** False when that person doesn't work in this municipality. */
export async function addShift(tx: Tx, shift: Shift, by: string): Promise<boolean> {
  const { user, line, service, from, to } = shift
  const added = await tx.query(
    `insert into shift (user_id, line, service, from_time, to_time, set_by)
     select user_id, $2, $3, $4, $5, $6 from membership where user_id = $1 limit 1 returning 1`,
    [user, line, service, timestamp(from), timestamp(to), by],
  )
  return added.length > 0
}

export async function removeShift(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('delete from shift where id = $1 returning 1', [id])).length > 0
}

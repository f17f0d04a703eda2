import type { Micros, ValveCondition } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface StoredCondition {
  /** Tag. */
  valve: string
  condition: ValveCondition
  note: string
  at: Micros
  by: string
}

/** Says what a valve is like from now on. False when there is no such valve. */
export async function addValveCondition(
  tx: Tx,
  { valve, condition, note, at, by }: StoredCondition,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into valve_condition (valve, condition, note, at, by_user)
     select id, $2, $3, $4, $5 from asset where tag = $1 and class = 'valve' returning 1`,
    [valve, condition, note, timestamp(at), by],
  )
  if (rows.length > 0) await notify(tx, 'work-orders')
  return rows.length > 0
}

/** What holds of each valve of which somebody said something, by its tag. */
export async function valveConditions(tx: Tx): Promise<Map<string, StoredCondition>> {
  const rows = await tx.query<StoredCondition>(
    `select distinct on (c.valve) a.tag as valve, c.condition, c.note, c.at, c.by_user as by
     from valve_condition c join asset a on a.id = c.valve order by c.valve, c.id desc`,
  )
  return new Map(rows.map((row) => [row.valve, row]))
}

/** Everything that was said of one valve, the newest first. */
export const valveHistory = (tx: Tx, valve: string): Promise<StoredCondition[]> =>
  tx.query(
    `select a.tag as valve, c.condition, c.note, c.at, c.by_user as by
     from valve_condition c join asset a on a.id = c.valve where a.tag = $1 order by c.id desc limit 100`,
    [valve],
  )

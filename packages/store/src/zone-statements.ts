import type { Micros, SavingInput, StatedInput, Statement } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

type Input = StatedInput | SavingInput

/** Says a figure of a zone that no meter gives. What was said before stays. False when there is no such zone. */
export async function addStatement(
  tx: Tx,
  zone: string,
  input: Input,
  { value, source, by, at }: Statement,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into zone_statement (zone, input, value, source, by_user, at)
     select id, $2, $3, $4, $5, $6 from zone where tag = $1 returning 1`,
    [zone, input, value, source, by, timestamp(at)],
  )
  return rows.length > 0
}

/** What holds: the newest of each input, by the zone's tag. */
export async function statementsByZone(tx: Tx): Promise<Map<string, Partial<Record<Input, Statement>>>> {
  const rows = await tx.query<Statement & { zone: string; input: Input; at: Micros }>(
    `select distinct on (z.tag, s.input) z.tag as zone, s.input, s.value, s.source, s.by_user as by, s.at
     from zone_statement s join zone z on z.id = s.zone order by z.tag, s.input, s.at desc`,
  )
  const found = new Map<string, Partial<Record<Input, Statement>>>()
  for (const { zone, input, ...statement } of rows) {
    found.set(zone, { ...found.get(zone), [input]: statement })
  }
  return found
}

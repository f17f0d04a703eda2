import {
  applyRoundCommand,
  type Micros,
  type PlanCommand,
  type Round,
  type RoundCommand,
} from '@driftbild/core'
import type { Tx } from './database.ts'
import { putRound, roundsOn } from './rounds.ts'
import { timestamp } from './timestamp.ts'

export interface RoundName {
  /** Of the round, should it be the first that is heard of it. */
  id: string
  day: string
  name: string
}

/**
 * Applies the commands of who drives a round or plans it, oldest first; one whose id is known counts no second time. A round
 * that nobody planned begins with its first command. Gives the round as it is now.
 */
export async function applyRoundCommands(
  tx: Tx,
  { id, day, name }: RoundName,
  commands: readonly (RoundCommand | PlanCommand)[],
  { by, at }: { by: string; at: Micros },
): Promise<Round> {
  // The row lock orders those who change a round at the same time.
  await tx.query('select from municipality for update')
  const planned = (await roundsOn(tx, day)).find((one) => one.name === name)
  let round: Round = planned ?? { id, name, day, crew: null, stops: [] }
  if (!planned) await putRound(tx, round)
  const known = await tx.query<{ id: string }>('select id from round_command where id = any ($1)', [
    commands.map((command) => command.id),
  ])
  const seen = new Set(known.map((row) => row.id))
  for (const command of commands) {
    if (seen.has(command.id)) continue
    seen.add(command.id)
    await tx.query(
      `insert into round_command (id, round, command, at, by_user, received_at) values ($1, $2, $3, $4, $5, $6)`,
      [command.id, round.id, JSON.stringify(command), timestamp(command.at), by, timestamp(at)],
    )
    round = applyRoundCommand(round, command, by)
  }
  await putRound(tx, round)
  return round
}

import type { Micros, Round, Stop } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestampOrNull } from './timestamp.ts'

/** Puts a round in as it is now, its stops in their order. Throws where a stop's asset isn't there. */
export async function putRound(tx: Tx, { id, name, day, crew, stops }: Round): Promise<void> {
  await tx.query(
    `insert into round (id, name, day, crew) values ($1, $2, $3, $4)
     on conflict (id) do update set name = excluded.name, day = excluded.day, crew = excluded.crew`,
    [id, name, day, crew],
  )
  await tx.query('delete from stop where round = $1', [id])
  const rows = stops.map(({ asset, order, visitedAt, skipped }, position) => ({
    ...{ position, asset, order, visited: timestampOrNull(visitedAt) },
    ...{ at: timestampOrNull(skipped?.at ?? null), by: skipped?.by, reason: skipped?.reason },
  }))
  const put = await tx.query<{ asset: number }>(
    `insert into stop (round, position, asset, work_order, visited_at, skipped_at, skipped_by, skipped_reason)
     select $1, r.position, a.id, r."order", r.visited, r.at, r.by, r.reason
     from jsonb_to_recordset($2) as r (position integer, asset text, "order" uuid, visited timestamptz,
       at timestamptz, by text, reason text)
     join asset a on a.tag = r.asset returning asset`,
    [id, JSON.stringify(rows)],
  )
  if (put.length < stops.length) throw new Error(`round ${name} has a stop at an asset that is not there`)
}

/** When each asset was last visited on any round. */
export const lastVisits = (tx: Tx): Promise<{ asset: string; at: Micros }[]> =>
  tx.query(
    `select a.tag as asset, max(s.visited_at) as at from stop s join asset a on a.id = s.asset
     where s.visited_at is not null group by a.tag`,
  )

/** The newest names that rounds were driven under. */
export async function roundNames(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    'select name from round group by name order by max(day) desc, name limit $1',
    [limit],
  )
  return rows.map(({ name }) => name)
}

/** Of a day in the municipality's own calendar (2026-05-04), by name. */
export async function roundsOn(tx: Tx, day: string): Promise<Round[]> {
  const rounds = await tx.query<Omit<Round, 'stops'>>(
    'select id, name, day::text, crew from round where day = $1 order by name',
    [day],
  )
  const stops = await tx.query<
    { round: string; at: Micros | null; by: string; reason: string } & Omit<Stop, 'skipped'>
  >(
    `select s.round, a.tag as asset, s.work_order as "order", s.visited_at as "visitedAt", s.skipped_at as at,
            s.skipped_by as by, s.skipped_reason as reason
     from stop s join asset a on a.id = s.asset where s.round = any ($1) order by s.round, s.position`,
    [rounds.map(({ id }) => id)],
  )
  const byRound = Map.groupBy(stops, ({ round }) => round)
  return rounds.map((round) => ({
    ...round,
    stops: (byRound.get(round.id) ?? []).map(({ asset, order, visitedAt, at, by, reason }) => ({
      ...{ asset, order, visitedAt },
      skipped: at === null ? null : { reason, at, by },
    })),
  }))
}

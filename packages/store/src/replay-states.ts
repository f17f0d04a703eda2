import type { Database, Tx } from './database.ts'

/** Keeps the state that a step started from, under the hash that its predictions name. */
export const keepReplayState = (tx: Tx, hash: string, state: unknown): Promise<unknown> =>
  tx.query(
    'insert into replay_state (hash, state) values ($1, $2) on conflict (municipality, hash) do nothing',
    [hash, JSON.stringify(state)],
  )

export async function findReplayState(tx: Tx, hash: string): Promise<{ state: unknown } | null> {
  const [row] = await tx.query<{ state: unknown }>('select state from replay_state where hash = $1', [hash])
  return row ?? null
}

/** Those that no prediction names any more go, in every municipality. */
export const dropUnusedReplayStates = (db: Database): Promise<unknown> =>
  db.across((tx) =>
    tx.query(
      `delete from replay_state s
       where not exists (select from prediction p where p.body -> 'replay' ->> 'stateHash' = s.hash
                         and p.municipality = s.municipality)`,
    ),
  )

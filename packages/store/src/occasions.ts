import type { Micros, Occasion } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** What a person stated of an occasion, or that they took it back. */
export interface OccasionStatement {
  /** Of the occasion. */
  id: string
  /** Grows with every statement; who changes one names the newest that they saw. */
  revision: number
  /** Null: taken back. */
  occasion: Occasion | null
  /** By the clock of the data. */
  knownAt: Micros
  at: Micros
  by: string
}

/** False where somebody has stated something else of it since: `before` is the newest revision that was seen, null of a new one. */
export async function stateOccasion(
  tx: Tx,
  { id, occasion, knownAt, at, by }: Omit<OccasionStatement, 'revision'>,
  before: number | null,
): Promise<boolean> {
  // Two who change one at once come one after the other.
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`occasion ${id}`])
  const rows = await tx.query(
    `insert into occasion_statement (occasion, body, known_at, at, by_user)
     select $1, $2, $3, $4, $5
     where (select max(id) from occasion_statement where occasion = $1) is not distinct from $6::bigint
     returning 1`,
    [id, occasion && JSON.stringify(occasion), timestamp(knownAt), timestamp(at), by, before],
  )
  if (rows.length > 0) await notify(tx, 'occasions', id)
  return rows.length > 0
}

const select = `select s.occasion as id, s.id as revision, s.body as occasion, s.known_at as "knownAt", s.at,
    s.by_user as by
  from occasion_statement s`

/** All that was stated of one, the newest first. */
export const occasionStatements = (tx: Tx, id: string): Promise<OccasionStatement[]> =>
  tx.query(`${select} where s.occasion = $1 order by s.id desc`, [id])

/** All that was ever stated of occasions that last until a date or longer, by occasion and the newest first. */
export const occasionStatementsSince = (tx: Tx, date: string): Promise<OccasionStatement[]> =>
  tx.query(
    `${select} where s.occasion in (select occasion from occasion_statement where body ->> 'to' >= $1)
     order by s.occasion, s.id desc`,
    [date],
  )

/** All that was ever stated of occasions that filled a container once, oldest first. */
export const statementsOfContainer = (tx: Tx, tag: string): Promise<OccasionStatement[]> =>
  tx.query(
    `${select} where s.occasion in
       (select occasion from occasion_statement where body -> 'bins' @> to_jsonb($1::text))
     order by s.id`,
    [tag],
  )

import type { Database, Tx } from './database.ts'

/** What a municipality's own past taught a model, under its hash. */
export const keepModelWeights = (tx: Tx, hash: string, weights: unknown): Promise<unknown> =>
  tx.query(
    'insert into model_weights (hash, weights) values ($1, $2) on conflict (municipality, hash) do nothing',
    [hash, JSON.stringify(weights)],
  )

export async function findModelWeights(tx: Tx, hash: string): Promise<{ weights: unknown } | null> {
  const [row] = await tx.query<{ weights: unknown }>('select weights from model_weights where hash = $1', [
    hash,
  ])
  return row ?? null
}

export const listModelWeights = async (tx: Tx): Promise<Set<string>> =>
  new Set((await tx.query<{ hash: string }>('select hash from model_weights')).map(({ hash }) => hash))

/**
 * Weights that can't speak any more go, in every municipality, and the states that a model had with them: those that nobody
 * ever chose and that a newer proposal has taken the place of.
 */
export const dropUnusedModelWeights = (db: Database): Promise<unknown> =>
  db.across(async (tx) => {
    await tx.query(
      `delete from model_weights w
       where not exists (
         select from model_revision r
         where r.municipality = w.municipality and r.body ->> 'weights' = w.hash
           and (exists (select from revision_choice c where c.revision = r.id)
                or not exists (select from model_revision n
                               where n.municipality = r.municipality and n.model = r.model
                                 and n.body ? 'learnt' and n.made_at > r.made_at)))`,
    )
    await tx.query(
      `delete from model_state s
       where strpos(s.version, '+') > 0
         and not exists (select from model_weights w
                         where w.municipality = s.municipality and starts_with(w.hash, split_part(s.version, '+', 2)))`,
    )
    // To go on by weights that don't speak now takes their newest state alone.
    await tx.query(
      `delete from model_state s
       where strpos(s.version, '+') > 0
         and not exists (
           select from (select distinct on (municipality, model) * from revision_choice
                        order by municipality, model, id desc) c
           join model_revision r on r.id = c.revision
           where c.municipality = s.municipality and c.model = s.model
             and starts_with(r.body ->> 'weights', split_part(s.version, '+', 2)))
         and exists (
           select from model_state n
           where n.municipality = s.municipality and n.model = s.model and n.version = s.version
             and n.subject_type = s.subject_type and n.subject_tag = s.subject_tag and n.as_of > s.as_of)`,
    )
  })

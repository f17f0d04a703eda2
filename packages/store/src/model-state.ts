import type { Micros, Subject } from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface StateKey {
  model: string
  /** With what else makes its states its own after a plus: `1.3.0+4f1c…`. */
  version: string
  subject: Subject
}

export interface StoredState {
  asOf: Micros
  state: unknown
}

/** The newest state, or the newest that is not after `until`. */
export async function loadState(
  tx: Tx,
  { model, version, subject }: StateKey,
  until: Micros | null = null,
): Promise<StoredState | null> {
  const [row] = await tx.query<StoredState>(
    `select as_of as "asOf", state from model_state
     where model = $1 and version = $2 and subject_type = $3 and subject_tag = $4
       and ($5::timestamptz is null or as_of <= $5)
     order by as_of desc limit 1`,
    [model, version, subject.type, subject.tag, until === null ? null : timestamp(until)],
  )
  return row ?? null
}

/** The newest state of every subject of a model. */
export async function loadStates(
  tx: Tx,
  { model, version }: Omit<StateKey, 'subject'>,
): Promise<{ subject: Subject; asOf: Micros; state: unknown }[]> {
  const rows = await tx.query<StoredState & { type: Subject['type']; tag: string }>(
    `select distinct on (subject_type, subject_tag) subject_type as type, subject_tag as tag, as_of as "asOf", state
     from model_state where model = $1 and version = $2 order by subject_type, subject_tag, as_of desc`,
    [model, version],
  )
  return rows.map(({ type, tag, ...rest }) => ({ subject: { type, tag }, ...rest }))
}

/** How far each subject of a model was stepped, by whichever weights. */
export async function lastSteps(
  tx: Tx,
  { model, version }: Omit<StateKey, 'subject'>,
): Promise<{ subject: Subject; asOf: Micros }[]> {
  const rows = await tx.query<Subject & { asOf: Micros }>(
    `select subject_type as type, subject_tag as tag, max(as_of) as "asOf" from model_state
     where model = $1 and split_part(version, '+', 1) = $2 group by subject_type, subject_tag`,
    [model, version],
  )
  return rows.map(({ asOf, ...subject }) => ({ subject, asOf }))
}

/** A part of each subject's newest state, by its path: large ones needn't be read whole. Null where it has none. */
export async function loadStateParts(
  tx: Tx,
  { model, version, path }: Omit<StateKey, 'subject'> & { path: readonly string[] },
): Promise<{ subject: Subject; part: unknown }[]> {
  const rows = await tx.query<Subject & { part: unknown }>(
    `select distinct on (subject_type, subject_tag) subject_type as type, subject_tag as tag, state #> $3 as part
     from model_state where model = $1 and version = $2 order by subject_type, subject_tag, as_of desc`,
    [model, version, path],
  )
  return rows.map(({ type, tag, part }) => ({ subject: { type, tag }, part }))
}

/** Changes whenever one of these models steps. */
export async function stepsStamp(tx: Tx, models: readonly string[]): Promise<string> {
  const [row] = await tx.query<{ stamp: string }>(
    `select concat_ws(' ', count(*), max(as_of), sum(extract(epoch from as_of))) as stamp
     from model_state where model = any($1)`,
    [models],
  )
  return row!.stamp
}

/** Keeps the newest `keep` states, so that late data has one to start again from. */
export async function saveState(
  tx: Tx,
  { model, version, subject }: StateKey,
  { asOf, state }: StoredState,
  keep = 8,
): Promise<void> {
  const key = [model, version, subject.type, subject.tag]
  await tx.query(
    `insert into model_state (model, version, subject_type, subject_tag, as_of, state) values ($1, $2, $3, $4, $5, $6)
     on conflict (municipality, model, version, subject_type, subject_tag, as_of) do update set state = excluded.state`,
    [...key, timestamp(asOf), JSON.stringify(state)],
  )
  await tx.query(
    `delete from model_state where model = $1 and version = $2 and subject_type = $3 and subject_tag = $4
       and as_of < (select as_of from model_state
                    where model = $1 and version = $2 and subject_type = $3 and subject_tag = $4
                    order by as_of desc offset $5 limit 1)`,
    [...key, keep - 1],
  )
}

/**
 * Late data fell before these states: they go, and those that the version has by other weights. Gives the newest that
 * is left, from which the model steps again; null when it must start from its beginning.
 */
export async function invalidateStates(tx: Tx, key: StateKey, late: Micros): Promise<StoredState | null> {
  const { model, version, subject } = key
  await tx.query(
    `delete from model_state where model = $1 and split_part(version, '+', 1) = split_part($2, '+', 1)
       and subject_type = $3 and subject_tag = $4 and as_of > $5`,
    [model, version, subject.type, subject.tag, timestamp(late)],
  )
  return loadState(tx, key)
}

/**
 * States of versions that another took the place of go once those have stepped for so long, in every municipality: nothing
 * steps on from them. What a model learnt here belongs to its version.
 */
export const dropFormerStates = (db: Database): Promise<unknown> =>
  db.across((tx) =>
    tx.query(
      `with newest as (
         select distinct on (municipality, model) municipality, model, split_part(version, '+', 1) as version, as_of
         from model_state order by municipality, model, as_of desc
       )
       delete from model_state s using newest n
       where s.municipality = n.municipality and s.model = n.model
         and split_part(s.version, '+', 1) <> n.version and s.as_of < n.as_of - interval '30 days'`,
    ),
  )

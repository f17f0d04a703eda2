import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** What outcomes taught about a model; the body is for whoever made it. */
export interface ModelRevision {
  id: string
  model: string
  version: string
  madeAt: Micros
  body: unknown
}

export async function addModelRevision(tx: Tx, revision: Omit<ModelRevision, 'id'>): Promise<string> {
  const { model, version, madeAt, body } = revision
  const [row] = await tx.query<{ id: string }>(
    'insert into model_revision (model, version, made_at, body) values ($1, $2, $3, $4) returning id',
    [model, version, timestamp(madeAt), JSON.stringify(body)],
  )
  return row!.id
}

/** The newest first. */
export const listModelRevisions = (tx: Tx, model: string, limit = 24): Promise<ModelRevision[]> =>
  tx.query(
    `select id, model, version, made_at as "madeAt", body from model_revision
     where model = $1 order by made_at desc, id limit $2`,
    [model, limit],
  )

export async function findModelRevision(tx: Tx, id: string): Promise<ModelRevision | null> {
  const [found] = await tx.query<ModelRevision>(
    'select id, model, version, made_at as "madeAt", body from model_revision where id = $1',
    [id],
  )
  return found ?? null
}

/** A person's choice of what speaks: a revision, or with null the model as it came. */
export interface RevisionChoice {
  model: string
  revision: string | null
  reason: string
  setBy: string
  setAt: Micros
}

export async function chooseRevision(tx: Tx, choice: RevisionChoice): Promise<void> {
  const { model, revision, reason, setBy, setAt } = choice
  await tx.query(
    'insert into revision_choice (model, revision, reason, set_by, set_at) values ($1, $2, $3, $4, $5)',
    [model, revision, reason, setBy, timestamp(setAt)],
  )
}

/** Every choice, the newest first. */
export const listRevisionChoices = (tx: Tx, model: string, limit = 50): Promise<RevisionChoice[]> =>
  tx.query(
    `select model, revision, reason, set_by as "setBy", set_at as "setAt" from revision_choice
     where model = $1 order by id desc limit $2`,
    [model, limit],
  )

/** Of each model that speaks by a revision here, that revision. */
export const chosenRevisions = (tx: Tx): Promise<ModelRevision[]> =>
  tx.query(
    `select r.id, r.model, r.version, r.made_at as "madeAt", r.body
     from (select distinct on (model) model, revision from revision_choice order by model, id desc) c
     join model_revision r on r.id = c.revision`,
  )

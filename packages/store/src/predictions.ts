import { type FaultMode, type Micros, ordinalOf, type Prediction, type Subject } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface Judgement {
  agree: boolean
  reason: string
  by: string
  at: Micros
}

export interface StoredPrediction {
  id: string
  prediction: Prediction
  firstAsOf: Micros
  standing: boolean
  fault: string | null
  /** The newest one. */
  judgement: Judgement | null
  /** SEK for a kWh, where the municipality stated its own. */
  energyPrice: number | null
}

/** One run of a model over one subject. */
export interface PredictionRun {
  model: string
  subject: Subject
  asOf: Micros
  predictions: readonly Prediction[]
}

/**
 * Stores a run. A model has at most one standing prediction per subject, kind and ordinal: a newer run updates it and
 * keeps the older in its history; what the run no longer says is taken back. A run older than what stands
 * only adds to the history.
 */
export async function savePredictions(
  tx: Tx,
  { model, subject, asOf, predictions }: PredictionRun,
): Promise<{ standing: { id: string; prediction: Prediction; isNew: boolean }[]; withdrawn: string[] }> {
  const standing: { id: string; prediction: Prediction; isNew: boolean }[] = []
  for (const prediction of predictions) standing.push(await saveOne(tx, model, subject, asOf, prediction))
  const withdrawn = await tx.query<{ id: string }>(
    `update prediction set standing = false, ended_at = $4
     where standing and model = $1 and subject_type = $2 and subject_tag = $3 and as_of <= $4
       and (kind, ordinal) not in (select * from unnest($5::text[], $6::integer[]))
     returning id`,
    [
      ...[model, subject.type, subject.tag, timestamp(asOf)],
      ...[predictions.map(({ kind }) => kind), predictions.map(ordinalOf)],
    ],
  )
  if (standing.length + withdrawn.length > 0) await notify(tx, 'predictions')
  return { standing, withdrawn: withdrawn.map(({ id }) => id) }
}

interface AboutWhat {
  standing?: boolean
  asset?: string
  zone?: string
  /** About one of these. */
  among?: { assets: readonly string[]; zones: readonly string[] }
}

export interface PredictionFilter extends AboutWhat {
  /** The last page's last prediction. */
  after?: { asOf: Micros; id: string }
  limit?: number
}

/** Newest first. */
export async function listPredictions(tx: Tx, filter: PredictionFilter = {}): Promise<StoredPrediction[]> {
  const { after, limit = 100 } = filter
  const rows = await tx.query<PredictionRow>(
    `${selectPrediction} where ${IS_ASKED_FOR}
       and ($6::timestamptz is null or (p.as_of, p.id) < ($6, $7::uuid))
     order by p.as_of desc, p.id desc limit $8`,
    [...asked(filter), after ? timestamp(after.asOf) : null, after?.id ?? null, limit],
  )
  return rows.map(toStored)
}

export interface LikeliestFilter extends Omit<AboutWhat, 'standing'> {
  /** The last page's last prediction, and when it was likeliest to come. */
  after?: { probability: number; likely: Micros; id: string }
  limit: number
}

/** What stands, the likeliest first; of equally likely ones what comes soonest. */
export async function listLikeliest(tx: Tx, filter: LikeliestFilter): Promise<StoredPrediction[]> {
  const { after, limit } = filter
  const soonest = "-(p.body -> 'when' ->> 'likely')::float8"
  const rows = await tx.query<PredictionRow>(
    `${selectPrediction} where ${IS_ASKED_FOR}
       and ($6::float8 is null or (p.probability, ${soonest}, p.id) < ($6, -$7::float8, $8::uuid))
     order by p.probability desc, ${soonest} desc, p.id desc limit $9`,
    [
      ...asked({ ...filter, standing: true }),
      ...[after?.probability ?? null, after?.likely ?? null, after?.id ?? null, limit],
    ],
  )
  return rows.map(toStored)
}

const IS_ASKED_FOR = `($1::boolean is null or p.standing = $1)
  and ($2::text is null or (p.subject_type = 'asset' and p.subject_tag = $2))
  and ($3::text is null or (p.subject_type = 'zone' and p.subject_tag = $3))
  and ($4::text[] is null or p.subject_tag = any (case p.subject_type when 'asset' then $4 else $5::text[] end))`

const asked = ({ standing, asset, zone, among }: AboutWhat) => [
  ...[standing ?? null, asset ?? null, zone ?? null],
  ...[among?.assets ?? null, among?.zones ?? null],
]

/** Of assets, what stands of one kind: how likely, and from when on. */
export const standingOfKind = (
  tx: Tx,
  kind: FaultMode,
): Promise<{ tag: string; probability: number; from: Micros }[]> =>
  tx.query(
    `select subject_tag as tag, probability, (body -> 'when' ->> 'from')::float8 as "from"
     from prediction where standing and subject_type = 'asset' and kind = $1 order by subject_tag`,
    [kind],
  )

export async function findPrediction(tx: Tx, id: string): Promise<StoredPrediction | null> {
  const [row] = await tx.query<PredictionRow>(`${selectPrediction} where p.id = $1`, [id])
  return row ? toStored(row) : null
}

/** Every run that updated a prediction, oldest first. */
export const predictionHistory = (tx: Tx, id: string): Promise<{ asOf: Micros; probability: number }[]> =>
  tx.query(
    'select as_of as "asOf", probability from prediction_history where prediction = $1 order by as_of',
    [id],
  )

/**
 * A person agrees or not, and says why, or the outcome of an order does. Every judgement is kept. False when there is
 * no such prediction.
 */
export async function judgePrediction(
  tx: Tx,
  id: string,
  { agree, reason, by, at }: Judgement,
  order: string | null = null,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into prediction_judgement (prediction, agree, reason, by_user, at, work_order)
     select id, $2, $3, $4, $5, $6 from prediction where id = $1 returning 1`,
    [id, agree, reason, by, timestamp(at), order],
  )
  if (rows.length > 0) await notify(tx, 'predictions', id)
  return rows.length > 0
}

/** A person closes it, or its fault is settled. */
export async function endPrediction(tx: Tx, id: string, at: Micros): Promise<void> {
  await tx.query('update prediction set standing = false, ended_at = $2 where id = $1 and standing', [
    id,
    timestamp(at),
  ])
  await notify(tx, 'predictions', id)
}

/** What models said that run no longer: none of their steps would take it back. */
export async function endPredictionsOf(tx: Tx, models: readonly string[], at: Micros): Promise<void> {
  const ended = await tx.query(
    'update prediction set standing = false, ended_at = $2 where standing and model = any ($1) returning 1',
    [models, timestamp(at)],
  )
  if (ended.length > 0) await notify(tx, 'predictions')
}

/** Says which fault a prediction is evidence of. */
export async function linkPrediction(tx: Tx, id: string, fault: string | null): Promise<void> {
  await tx.query('update prediction set fault = $2 where id = $1', [id, fault])
}

async function saveOne(
  tx: Tx,
  model: string,
  subject: Subject,
  asOf: Micros,
  prediction: Prediction,
): Promise<{ id: string; prediction: Prediction; isNew: boolean }> {
  const body = JSON.stringify(prediction)
  await standAgain(tx, model, subject, asOf, prediction)
  const [row] = await tx.query<{ id: string; isNew: boolean }>(
    `insert into prediction (model, subject_type, subject_tag, kind, ordinal, first_as_of, as_of, probability, body)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $8)
     on conflict (municipality, model, subject_type, subject_tag, kind, ordinal) where standing do update set
       as_of = greatest(prediction.as_of, excluded.as_of),
       probability = case when excluded.as_of >= prediction.as_of then excluded.probability
                          else prediction.probability end,
       body = case when excluded.as_of >= prediction.as_of then excluded.body else prediction.body end
     returning id, xmax = 0 as "isNew"`,
    [
      ...[model, subject.type, subject.tag, prediction.kind, ordinalOf(prediction)],
      ...[timestamp(asOf), prediction.probability, body],
    ],
  )
  await tx.query(
    `insert into prediction_history (prediction, as_of, probability, body) values ($1, $2, $3, $4)
     on conflict (prediction, as_of) do update set probability = excluded.probability, body = excluded.body`,
    [row!.id, timestamp(asOf), prediction.probability, body],
  )
  return { id: row!.id, prediction, isNew: row!.isNew }
}

/**
 * A step that late readings have repeated speaks of the prediction that it spoke of before: one that ended since stands
 * again until the steps come to its end, and there is no second one like it.
 */
const standAgain = (
  tx: Tx,
  model: string,
  { type, tag }: Subject,
  asOf: Micros,
  { kind, ordinal }: Pick<Prediction, 'kind' | 'ordinal'>,
) =>
  tx.query(
    `with alike as (select id, standing, first_as_of, as_of from prediction
       where model = $1 and subject_type = $2 and subject_tag = $3 and kind = $4 and ordinal = $6)
     update prediction set standing = true, ended_at = null
     where id = (select id from alike where not standing and $5 between first_as_of and as_of
                 order by as_of desc limit 1)
       and not exists (select from alike where standing)`,
    [model, type, tag, kind, timestamp(asOf), ordinalOf({ ordinal })],
  )

interface PredictionRow extends Omit<StoredPrediction, 'prediction' | 'judgement'> {
  body: Prediction
  agree: boolean | null
  reason: string
  by: string
  at: Micros
}

const selectPrediction = `
  select p.id, p.body, p.first_as_of as "firstAsOf", p.standing, p.fault, j.agree, j.reason, j.by_user as by, j.at,
    (select (body ->> 'energyPrice')::float8 from setting where municipality = p.municipality) as "energyPrice"
  from prediction p
  left join lateral (
    select agree, reason, by_user, at from prediction_judgement where prediction = p.id order by id desc limit 1
  ) j on true`

function toStored({ body, agree, reason, by, at, ...rest }: PredictionRow): StoredPrediction {
  return { ...rest, prediction: body, judgement: agree === null ? null : { agree, reason, by, at } }
}

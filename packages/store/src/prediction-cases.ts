import type { FaultMode, Micros, Prediction, Subject } from '@driftbild/core'
import type { Tx } from './database.ts'

/** A prediction and what is known of how it ended. */
export interface PredictionCase {
  id: string
  subject: Subject
  kind: FaultMode
  firstAsOf: Micros
  asOf: Micros
  probability: number
  /** As it spoke then. */
  model: Prediction['model']
  size: Prediction['size']
  standing: boolean
  /** Who was there last or knew better; an order's outcome goes before a person's word. */
  judged: { agree: boolean; reason: string; at: Micros; order: { id: string; number: number } | null } | null
}

/** The newest first. An order that was taken up again has judged nothing. */
export async function listPredictionCases(
  tx: Tx,
  { model, kind, limit = 2_000 }: { model: string; kind?: FaultMode; limit?: number },
): Promise<PredictionCase[]> {
  const rows = await tx.query<CaseRow>(
    `select p.id, p.subject_type as type, p.subject_tag as tag, p.kind, p.first_as_of as "firstAsOf",
            p.as_of as "asOf", p.probability, p.body -> 'model' as model,
            p.body -> 'size' as size, p.standing,
            j.agree, j.reason, j.at, j.work_order as "order", j.number
     from prediction p
     left join lateral (
       select j.agree, j.reason, j.at, j.work_order, w.number
       from prediction_judgement j left join work_order w on w.id = j.work_order
       where j.prediction = p.id and (w.id is null or w.state in ('done', 'not-found'))
       order by j.work_order is null, j.id desc limit 1
     ) j on true
     where p.model = $1 and ($2::text is null or p.kind = $2)
     order by p.as_of desc, p.id desc limit $3`,
    [model, kind ?? null, limit],
  )
  return rows.map(({ type, tag, agree, reason, at, order, number, ...rest }) => ({
    ...rest,
    subject: { type, tag },
    judged:
      agree === null
        ? null
        : { agree, reason, at, order: order === null ? null : { id: order, number: number! } },
  }))
}

interface CaseRow extends Omit<PredictionCase, 'subject' | 'judged'> {
  type: Subject['type']
  tag: string
  agree: boolean | null
  reason: string
  at: Micros
  order: string | null
  number: number | null
}

/** A fault that an order confirmed, and when a model and anything else first spoke for it. */
export interface ConfirmedFault {
  id: string
  subject: Subject
  mode: FaultMode
  from: Micros
  /** Zones that its evidence lies in. */
  zones: string[]
  order: { id: string; number: number }
  /** When the model first said so, in the data's time; null where it never did. */
  foretold: Micros | null
  /** When an alarm or a person first said so; null where only models did. */
  noticed: Micros | null
}

/** Faults of these modes that somebody found, the newest first. */
export async function listConfirmedFaults(
  tx: Tx,
  { model, modes, limit = 2_000 }: { model: string; modes: readonly FaultMode[]; limit?: number },
): Promise<ConfirmedFault[]> {
  const rows = await tx.query<
    Omit<ConfirmedFault, 'subject' | 'order'> & {
      type: Subject['type']
      tag: string
      order: string
      number: number
    }
  >(
    `select f.id, f.subject_type as type, f.subject_tag as tag, f.mode, f.from_time as "from",
            w.id as "order", w.number, e.zones, e.foretold, e.noticed
     from fault f
     cross join lateral (
       select id, number from work_order
       where fault = f.id and state = 'done' and (outcome ->> 'found')::boolean
       order by number desc limit 1
     ) w
     cross join lateral (
       select coalesce(array_agg(distinct e.zone) filter (where e.zone is not null), '{}') as zones,
              min(p.first_as_of) filter (where p.model = $1) as foretold,
              min(e.at) filter (where e.source <> 'prediction') as noticed
       from fault_evidence e left join prediction p on e.source = 'prediction' and p.id = e.id
       where e.fault = f.id
     ) e
     where f.merged_into is null and f.mode = any ($2)
     order by f.from_time desc, f.id limit $3`,
    [model, modes, limit],
  )
  return rows.map(({ type, tag, order, number, ...rest }) => ({
    ...rest,
    subject: { type, tag },
    order: { id: order, number },
  }))
}

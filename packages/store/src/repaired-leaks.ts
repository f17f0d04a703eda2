import type { Micros, Outcome } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** A leak that an order's crew found and repaired. */
export interface StoredRepair {
  order: string
  number: number
  /** The zone's tag. */
  zone: string
  /** By the data's clock: when its fault began and when it was over. */
  faultFrom: Micros
  at: Micros
  outcome: Outcome
  /** How its likeliest suspicion was scored; null for a leak that nobody had suspected. */
  score: unknown
}

/**
 * Repaired since, of one zone or of all, the newest first. A fault that began as low pressure is one where its crew said how
 * large the leak was. What lies in no zone is left out.
 */
export const repairedLeaks = (tx: Tx, since: Micros, zone: string | null = null): Promise<StoredRepair[]> =>
  tx.query(
    `with repaired as (
       select w.id, w.number, w.outcome, f.from_time, f.to_time, s.body,
         coalesce(s.zone, case when w.subject_type = 'zone' then z.id else a.zone end) as zone
       from work_order w
       join fault f on f.id = w.fault
       left join zone z on w.subject_type = 'zone' and z.tag = w.subject_tag
       left join asset a on w.subject_type = 'asset' and a.tag = w.subject_tag
       left join lateral (
         select o.zone, o.body from leak_outcome o where o.work_order = w.id
         order by (o.body -> 'saved' is null or o.body -> 'saved' = 'null'), o.probability desc limit 1
       ) s on true
       where w.state = 'done' and (w.outcome -> 'found')::boolean and f.to_time >= $1
         and (f.mode = 'leak' or coalesce(w.outcome -> 'leak' ->> 'flow', w.outcome -> 'leak' ->> 'class') is not null))
     select r.id as "order", r.number, z.tag as zone, r.from_time as "faultFrom", r.to_time as at, r.outcome,
       r.body as score
     from repaired r join zone z on z.id = r.zone
     where $2::text is null or z.tag = $2
     order by r.to_time desc, r.number desc`,
    [timestamp(since), zone],
  )

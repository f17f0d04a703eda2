import type { Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface StoredOutcome {
  order: string
  prediction: string
  zone: string | null
  at: Micros
  probability: number
  found: boolean
  body: unknown
}

/** What came out of one suspicion. An order that is closed a second time says it anew. */
export async function saveLeakOutcome(tx: Tx, outcome: StoredOutcome): Promise<void> {
  const { order, prediction, zone, at, probability, found, body } = outcome
  await tx.query(
    `insert into leak_outcome (work_order, prediction, zone, at, probability, found, body)
     values ($1, $2, (select id from zone where tag = $3), $4, $5, $6, $7)
     on conflict (work_order, prediction) do update set zone = excluded.zone, at = excluded.at,
       probability = excluded.probability, found = excluded.found, body = excluded.body`,
    [order, prediction, zone, timestamp(at), probability, found, JSON.stringify(body)],
  )
  await notify(tx, 'predictions', prediction)
}

/** The order was taken up again: what came out of it is not known yet. */
export async function dropLeakOutcomes(tx: Tx, order: string): Promise<void> {
  await tx.query('delete from leak_outcome where work_order = $1', [order])
}

/** The newest first. */
export const listLeakOutcomes = (
  tx: Tx,
  { zone, order, limit = 500 }: { zone?: string; order?: string; limit?: number },
): Promise<(StoredOutcome & { number: number })[]> =>
  tx.query(
    `select o.work_order as "order", w.number, o.prediction, z.tag as zone, o.at, o.probability, o.found, o.body
     from leak_outcome o join work_order w on w.id = o.work_order left join zone z on z.id = o.zone
     where ($1::text is null or z.tag = $1) and ($2::uuid is null or o.work_order = $2)
     order by o.at desc, w.number desc limit $3`,
    [zone ?? null, order ?? null, limit],
  )

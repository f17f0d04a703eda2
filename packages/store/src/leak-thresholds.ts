import type { Micros, ThresholdLimits } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface StoredThreshold {
  threshold: number
  limits: ThresholdLimits
  /** A person set it, or an outcome moved it. */
  why: 'set' | 'outcome'
  detail: Record<string, unknown>
  at: Micros
  by: string | null
}

/** False when there is no such zone. */
export async function addLeakThreshold(tx: Tx, zone: string, one: StoredThreshold): Promise<boolean> {
  const rows = await tx.query(
    `insert into leak_threshold (zone, threshold, limits, why, detail, at, by_user)
     select id, $2, $3, $4, $5, $6, $7 from zone where tag = $1 returning 1`,
    [
      zone,
      one.threshold,
      JSON.stringify(one.limits),
      one.why,
      JSON.stringify(one.detail),
      timestamp(one.at),
      one.by,
    ],
  )
  if (rows.length > 0) await notify(tx, 'predictions')
  return rows.length > 0
}

/** One person or outcome after the other, until the transaction ends: each begins from what the last one left. */
export async function lockLeakThresholds(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('driftbild.leak-thresholds'), $1)`, [
    Number(tx.municipality),
  ])
}

/** Every threshold that a zone had, the newest first. */
export const leakThresholds = (tx: Tx, zone: string, limit = 100): Promise<StoredThreshold[]> =>
  tx.query(
    `select t.threshold, t.limits, t.why, t.detail, t.at, t.by_user as by
     from leak_threshold t join zone z on z.id = t.zone where z.tag = $1 order by t.id desc limit $2`,
    [zone, limit],
  )

/** What holds in each zone of which somebody said something. */
export async function thresholdsByZone(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.query<{ zone: string; threshold: number }>(
    `select distinct on (t.zone) z.tag as zone, t.threshold
     from leak_threshold t join zone z on z.id = t.zone order by t.zone, t.id desc`,
  )
  return new Map(rows.map(({ zone, threshold }) => [zone, threshold]))
}

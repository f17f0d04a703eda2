import { type Micros, nextThreshold, type Outcome, type WorkOrder } from '@driftbild/core'
import {
  addLeakThreshold,
  appendAudit,
  dropLeakOutcomes,
  findFault,
  leakThresholds,
  listLeakOutcomes,
  lockLeakThresholds,
  type StoredOutcome,
  saveLeakOutcome,
  statementsByZone,
  type Tx,
} from '@driftbild/store'
import type { Picture } from '../picture/picture.ts'
import { scoreLeak } from './score-leak.ts'
import { suspicionsOf } from './take-along.ts'

/** An order about a leak was closed: each suspicion behind it is scored, and the zone's threshold follows. */
export async function settleLeak(
  tx: Tx,
  picture: Picture,
  order: WorkOrder,
  outcome: Outcome,
  { by, at, dataAt }: { by: string; at: Micros; dataAt: Micros },
): Promise<void> {
  const fault = order.fault === null ? null : await findFault(tx, order.fault)
  const suspicions = fault ? await suspicionsOf(tx, fault) : []
  if (suspicions.length === 0) return
  const { subject } = order
  const zone = subject.type === 'zone' ? subject.tag : (picture.assets.get(subject.tag)?.asset.zone ?? null)
  const stated = zone === null ? {} : ((await statementsByZone(tx)).get(zone) ?? {})
  for (const [i, { id, prediction }] of suspicions.entries()) {
    const score = scoreLeak(picture, prediction, outcome, { dataAt, stated })
    await saveLeakOutcome(tx, {
      ...{ order: order.id, prediction: id, zone, at: dataAt, probability: prediction.probability },
      found: outcome.found,
      // One hole saves its water once, however many suspected it.
      body: { ...score, saved: i === 0 ? score.saved : null, settledAt: at },
    })
  }
  if (zone !== null) await followOutcome(tx, zone, order, { by, at })
}

/** The order was taken up again. What the threshold did meanwhile stays in its history. */
export const unsettleLeak = (tx: Tx, order: WorkOrder): Promise<void> => dropLeakOutcomes(tx, order.id)

/** Moves the zone's threshold where a person set limits for it and the outcomes since its last change say so. */
async function followOutcome(
  tx: Tx,
  zone: string,
  order: WorkOrder,
  { by, at }: { by: string; at: Micros },
): Promise<void> {
  await lockLeakThresholds(tx)
  const [last] = await leakThresholds(tx, zone, 1)
  if (!last) return
  const outcomes = countSince(await listLeakOutcomes(tx, { zone }), last.at)
  const threshold = nextThreshold(last.threshold, outcomes, last.limits)
  if (threshold === last.threshold) return
  const detail = { from: last.threshold, to: threshold, order: order.number, ...outcomes }
  await addLeakThreshold(tx, zone, { threshold, limits: last.limits, why: 'outcome', detail, at, by: null })
  await appendAudit(tx, { at, by, what: 'leak-threshold-followed', ref: zone, detail })
}

/** Orders whose outcome was told since, each once. */
export function countSince(
  outcomes: readonly Pick<StoredOutcome, 'order' | 'found' | 'body'>[],
  since: Micros,
): { found: number; notFound: number } {
  const fresh = new Map(
    outcomes
      .filter(({ body }) => (body as { settledAt: Micros }).settledAt > since)
      .map(({ order, found }) => [order, found]),
  )
  const found = [...fresh.values()].filter(Boolean).length
  return { found, notFound: fresh.size - found }
}

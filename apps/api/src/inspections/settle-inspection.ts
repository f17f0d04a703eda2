import type { Micros, Outcome, WorkOrder } from '@driftbild/core'
import { addAssessment, type Tx } from '@driftbild/store'

/** An inspection was closed: how good its asset was found to be is its condition from then on; earlier judgements stay. */
export async function settleInspection(
  tx: Tx,
  order: WorkOrder,
  { grade, cause, action }: Outcome,
  { by, at }: { by: string; at: Micros },
): Promise<void> {
  if (order.kind !== 'inspection' || order.state !== 'done' || grade === undefined) return
  await addAssessment(tx, {
    asset: order.subject.tag,
    // When the crew judged it, which without coverage is long before we hear of it.
    at: order.changed.outcome?.at ?? at,
    grade,
    basis: 'inspection',
    note: [cause, action].filter(Boolean).join('\n').slice(0, 2000),
    by,
    order: order.id,
  })
}

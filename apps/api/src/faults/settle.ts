import type { Fault, Micros, Outcome, WorkOrder } from '@driftbild/core'
import {
  appendAudit,
  endPrediction,
  findFault,
  findPrediction,
  judgePrediction,
  saveFault,
  type Tx,
} from '@driftbild/store'

/**
 * A crew's order was closed: its fault is over, and the models that spoke for it learn what was found. Each
 * prediction is scored by its squared error against the truth, and by where it had placed the right asset. People act
 * `at` our clock; a fault lies in the data's time, `dataAt`.
 */
export async function settleFault(
  tx: Tx,
  order: WorkOrder,
  outcome: Outcome,
  { by, at, dataAt }: { by: string; at: Micros; dataAt: Micros },
): Promise<void> {
  const fault = await findFault(tx, order.fault)
  if (!fault) return
  await saveFault(tx, { ...fault, to: dataAt })
  for (const { id } of predictionsOf(fault)) {
    const stored = await findPrediction(tx, id)
    if (!stored) continue
    const { probability, candidates, model } = stored.prediction
    const rank = candidates.findIndex((candidate) => candidate.asset === outcome.asset)
    await judgePrediction(tx, id, { agree: outcome.found, reason: outcome.cause, by, at }, order.id)
    await endPrediction(tx, id, at)
    await appendAudit(tx, {
      at,
      by,
      what: 'prediction-scored',
      ref: id,
      detail: {
        order: order.id,
        model,
        found: outcome.found,
        probability,
        squaredError: (probability - (outcome.found ? 1 : 0)) ** 2,
        /** 1 is the first candidate; null where it named none or another. */
        rank: outcome.asset === null || rank === -1 ? null : rank + 1,
      },
    })
  }
}

/** The order was taken up again: the fault wasn't over. What models say anew is new evidence. */
export async function reopenFault(tx: Tx, order: WorkOrder): Promise<void> {
  const fault = await findFault(tx, order.fault)
  if (fault && fault.to !== null && fault.mergedInto === null) await saveFault(tx, { ...fault, to: null })
}

const predictionsOf = (fault: Fault) => fault.evidence.filter((one) => one.source === 'prediction')

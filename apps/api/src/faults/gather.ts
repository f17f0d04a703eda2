import { randomUUID } from 'node:crypto'
import { addEvidence, type FaultEvidence, faultFor, openFault, REOPEN_WITHIN } from '@driftbild/core'
import { linkAlarm, linkPrediction, listOpenFaults, lockFaults, saveFault, type Tx } from '@driftbild/store'

/** Adds a piece of evidence to the fault it belongs to, or opens one. Gives the fault's id. */
export async function gather(tx: Tx, evidence: FaultEvidence): Promise<string> {
  await lockFaults(tx)
  const fault = faultFor(evidence, await listOpenFaults(tx, evidence.at - REOPEN_WITHIN))
  const next = fault ? addEvidence(fault, evidence) : openFault(randomUUID(), evidence)
  if (next !== fault) await saveFault(tx, next)
  await linkEvidence(tx, evidence, next.id)
  return next.id
}

/** Alarms and predictions name the fault that they are evidence of. */
export async function linkEvidence(tx: Tx, { id, source }: FaultEvidence, fault: string): Promise<void> {
  if (source === 'alarm') await linkAlarm(tx, id, fault)
  if (source === 'prediction') await linkPrediction(tx, id, fault)
}

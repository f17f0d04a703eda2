import { randomUUID } from 'node:crypto'
import {
  addEvidence,
  type FaultEvidence,
  faultFor,
  openFault,
  type Prediction,
  REOPEN_WITHIN,
} from '@driftbild/core'
import { linkAlarm, linkPrediction, listOpenFaults, lockFaults, saveFault, type Tx } from '@driftbild/store'
import type { Picture } from '../picture/picture.ts'

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

/** What a standing prediction speaks for. `zone` is where its model looks, for a subject that lies in none. */
export function predictionEvidence(
  picture: Picture,
  { id, prediction: { subject, kind, ordinal, asOf } }: { id: string; prediction: Prediction },
  zone: string | null = null,
): FaultEvidence {
  const own = subject.type === 'zone' ? subject.tag : picture.assets.get(subject.tag)?.asset.zone
  return { id, source: 'prediction', subject, zone: own ?? zone, mode: kind, ordinal, at: asOf }
}

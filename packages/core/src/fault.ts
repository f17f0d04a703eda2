import { z } from 'zod'
import { FaultMode, faultModes, Subject, sameSubject } from './fault-mode.ts'
import { ordinalOf, Prediction } from './prediction.ts'
import { DAY, Micros } from './time.ts'

/** What speaks for a fault: one alarm, one run of a model's predictions, or one citizen's report. */
export const FaultEvidence = z.object({
  id: z.uuid(),
  source: z.enum(['alarm', 'prediction', 'report']),
  subject: Subject,
  /** The zone that the subject lies in, where it has one. */
  zone: z.string().nullable(),
  mode: FaultMode,
  ordinal: Prediction.shape.ordinal,
  at: Micros,
})
export type FaultEvidence = z.infer<typeof FaultEvidence>

export const Fault = z.object({
  id: z.uuid(),
  subject: Subject,
  mode: FaultMode,
  from: Micros,
  /** When it was over; null while it lasts. */
  to: Micros.nullable(),
  evidence: z.array(FaultEvidence).min(1),
  /** The fault that this one was merged into. */
  mergedInto: z.uuid().nullable(),
})
export type Fault = z.infer<typeof Fault>

/** A fault that ended this short a while before still takes new evidence: it was not over. */
export const REOPEN_WITHIN = 1 * DAY

/**
 * The fault that a piece of evidence belongs to, or null when it is the first of a new one. Same family, and
 * the same subject or the zone that one of them lies in; the one with the latest start wins. What is foretold as a
 * second one at the same subject is a fault of its own.
 */
export function faultFor(evidence: FaultEvidence, faults: readonly Fault[]): Fault | null {
  const family = faultModes[evidence.mode].family
  const candidates = faults.filter(
    (fault) =>
      fault.mergedInto === null &&
      faultModes[fault.mode].family === family &&
      (fault.to === null || evidence.at - fault.to < REOPEN_WITHIN) &&
      fault.evidence.some((known) => meets(known, evidence)) &&
      !isOfAnother(fault, evidence),
  )
  return candidates.toSorted((a, b) => b.from - a.from)[0] ?? null
}

/** The fault with one more piece of evidence; the same piece twice changes nothing. */
export function addEvidence(fault: Fault, evidence: FaultEvidence): Fault {
  if (fault.evidence.some((known) => known.id === evidence.id)) return fault
  return {
    ...fault,
    from: Math.min(fault.from, evidence.at),
    to: null,
    evidence: [...fault.evidence, evidence].toSorted((a, b) => a.at - b.at),
  }
}

export function openFault(id: string, evidence: FaultEvidence): Fault {
  return {
    id,
    subject: evidence.subject,
    mode: evidence.mode,
    from: evidence.at,
    to: null,
    evidence: [evidence],
    mergedInto: null,
  }
}

/** Two faults turn out to be one: the first keeps its name and takes the other's evidence. */
export function mergeFaults(into: Fault, other: Fault): { into: Fault; other: Fault } {
  if (into.id === other.id) throw new Error(`fault ${into.id} can't be merged into itself`)
  if (into.mergedInto || other.mergedInto) throw new Error('a merged fault can’t be merged again')
  const merged = other.evidence.reduce(addEvidence, into)
  const to = into.to !== null && other.to !== null ? Math.max(into.to, other.to) : null
  return { into: { ...merged, to }, other: { ...other, mergedInto: into.id } }
}

/** One fault turns out to be two: the named evidence leaves for a new one. Both keep at least one piece. */
export function splitFault(fault: Fault, evidenceIds: readonly string[], newId: string): [Fault, Fault] {
  const leaving = fault.evidence.filter((e) => evidenceIds.includes(e.id))
  const staying = fault.evidence.filter((e) => !evidenceIds.includes(e.id))
  const [firstLeaving] = leaving
  const [firstStaying] = staying
  if (!firstLeaving || !firstStaying) throw new Error(`a split of fault ${fault.id} leaves one side empty`)
  const part = (id: string, first: FaultEvidence, evidence: FaultEvidence[]): Fault => ({
    ...openFault(id, first),
    evidence,
    to: fault.to,
  })
  return [
    { ...part(fault.id, firstStaying, staying), subject: fault.subject, mode: fault.mode },
    part(newId, firstLeaving, leaving),
  ]
}

/** Predictions that tell several of one kind apart have spoken for it, and none of them of this one. */
function isOfAnother({ evidence: known }: Fault, evidence: FaultEvidence): boolean {
  if (evidence.source !== 'prediction') return false
  const told = known.filter(
    ({ source, subject }) => source === 'prediction' && sameSubject(subject, evidence.subject),
  )
  return told.length > 0 && !told.some((one) => ordinalOf(one) === ordinalOf(evidence))
}

function meets(a: FaultEvidence, b: FaultEvidence): boolean {
  if (sameSubject(a.subject, b.subject)) return true
  const zoneOf = (e: FaultEvidence) => (e.subject.type === 'zone' ? e.subject.tag : e.zone)
  const oneIsZone = a.subject.type === 'zone' || b.subject.type === 'zone'
  return oneIsZone && zoneOf(a) !== null && zoneOf(a) === zoneOf(b)
}

import { formatTime } from '@driftbild/core'
import type { StoredOutcome } from '@driftbild/store'
import type { LeakOutcome, LeakOutcomeRow } from '../contract/index.ts'

export function viewLeakOutcome({
  order,
  number,
  prediction,
  at,
  probability,
  found,
  body,
}: StoredOutcome & { number: number }): LeakOutcomeRow {
  const { rank, candidates, metresOff, flow, saved } = body as LeakOutcome
  return {
    ...{ order, number, prediction, probability, found, at: formatTime(at) },
    ...{ rank, candidates, metresOff, flow, saved },
  }
}

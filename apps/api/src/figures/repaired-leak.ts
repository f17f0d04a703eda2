import { leakFlow, type Micros, parseTime } from '@driftbild/core'
import { repairedLeaks, type StoredRepair, type Tx } from '@driftbild/store'
import type { LeakOutcome } from '../contract/index.ts'

/** A leak that runs no longer. */
export interface RepairedLeak {
  order: string
  number: number
  began: Micros
  at: Micros
  /** m³/h; null where nobody could say. */
  flow: number | null
}

/** Repaired since, by the zone's tag, the newest first; of one zone or of all. */
export async function repairsByZone(
  tx: Tx,
  since: Micros,
  zone: string | null = null,
): Promise<Map<string, RepairedLeak[]>> {
  const byZone = Map.groupBy(await repairedLeaks(tx, since, zone), (repair) => repair.zone)
  return new Map([...byZone].map(([tag, repairs]) => [tag, repairs.map(asRepaired)]))
}

/** It began and flowed as the suspicion that was scored says; without one as its fault and its crew do. */
function asRepaired({ order, number, faultFrom, at, outcome, score }: StoredRepair): RepairedLeak {
  const { flow, saved } = (score ?? { flow: null, saved: null }) as Pick<LeakOutcome, 'flow' | 'saved'>
  return {
    ...{ order, number, at },
    began: Math.min(at, saved ? parseTime(saved.began) : faultFrom),
    flow: flow?.value ?? leakFlow(outcome.leak, null)?.flow ?? null,
  }
}

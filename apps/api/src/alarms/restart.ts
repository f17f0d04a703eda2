import { type AlarmPhase, type AlarmRule, AT_REST, type Micros, type Transition } from '@driftbild/core'

/** A place from which a rule can be run again, with the phase it has there. */
export interface Restart {
  phase: AlarmPhase
  /** The first source time to read. */
  from: Micros
}

export const BEGINNING: Micros = 0

/** How far before a late reading its rule must have seen a usable one to know what was pending. */
export const memoryOf = (rule: AlarmRule): number => Math.max(rule.delayOn, rule.delayOff)

/**
 * Where to start again so that the run from there says the same as a run from the beginning. `last` is the
 * last transition before the late reading, `witness` the time of the last usable reading at least the rule's
 * memory before it. Right after a transition nothing is pending. A condition that has held since the witness,
 * or longer, has outlasted the delay by the time of the late reading either way.
 */
export function restartAt(last: Transition | null, witness: Micros | null): Restart {
  const active = last?.type === 'raised'
  if (last && (witness === null || last.at >= witness)) {
    return { phase: { active, pendingSince: null }, from: last.at + 1 }
  }
  if (witness !== null) return { phase: { active, pendingSince: null }, from: witness }
  return { phase: AT_REST, from: BEGINNING }
}

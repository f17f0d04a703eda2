import {
  type AlarmPhase,
  type AlarmRule,
  AT_REST,
  lookBackOf,
  type Micros,
  type Transition,
} from '@driftbild/core'

/** A place from which a rule can be run again, with the phase it has there. */
export interface Restart {
  phase: AlarmPhase
  /** The first source time to judge. */
  from: Micros
  /** The first to read: a rate is told from what was before, too. */
  readFrom: Micros
}

export const BEGINNING: Micros = 0

/** How long a condition may be pending before it decides anything; a rule without delays remembers nothing. */
export const memoryOf = (rule: AlarmRule): number => Math.max(rule.delayOn, rule.delayOff)

/**
 * Where to start again so that the run from there says the same as a run from the beginning. `last` is the
 * last transition before the late reading, `witness` the time of the last usable reading at least the rule's
 * memory before it. Right after a transition nothing is pending, and without a memory never is. A condition
 * that has held since the witness, or longer, has outlasted the delay by the time of the late reading either way.
 * Without a witness nothing usable lies earlier than the memory before it. What is settled is not judged again.
 */
export function restartAt(
  rule: AlarmRule,
  late: Micros,
  last: Transition | null,
  witness: Micros | null,
  settledTo: Micros | null = null,
): Restart {
  const phase: AlarmPhase = { ...AT_REST, active: last?.type === 'raised' }
  const at = (earliest: Micros): Restart => {
    const from = settledTo === null ? earliest : Math.max(earliest, settledTo + 1)
    return { phase, from, readFrom: Math.max(BEGINNING, from - lookBackOf(rule)) }
  }
  const memory = memoryOf(rule)
  if (memory === 0) return at(late)
  if (last && (witness === null || last.at >= witness)) return at(last.at + 1)
  return at(witness ?? Math.max(BEGINNING, late - memory))
}

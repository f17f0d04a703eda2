import {
  type AlarmPhase,
  type AlarmRule,
  lookBackOf,
  type Micros,
  type Reading,
  runAlarm,
  type Transition,
} from '@driftbild/core'

/** What was found when the rule ran before, from the place on where it starts again. */
export interface FormerRun {
  active: boolean
  /** In order. */
  transitions: readonly Transition[]
  /** Last source time of what is new: after it the readings are those of before. */
  changedTo: Micros
}

/** A rule on its way over a stretch. */
export interface Course {
  phase: AlarmPhase
  transitions: Transition[]
  /** From here on it says what it said before; null while that is not known. */
  agreesFrom: Micros | null
}

/**
 * Takes a rule over readings that it has seen before, and some new ones, in order; it stops where it agrees with
 * what it said then. Where nothing is pending and it is as active as it was, the same readings follow and so the
 * same transitions: at a reading that leaves nothing pending now, nothing was pending then either. A rate is the same
 * once all that it is told from is.
 */
export function runUntilAgreed(
  rule: AlarmRule,
  course: Course,
  readings: readonly Reading[],
  former: FormerRun,
): void {
  for (const reading of readings) {
    if (course.agreesFrom !== null) return
    const { phase, transitions } = runAlarm(rule, course.phase, [reading])
    course.phase = phase
    course.transitions.push(...transitions)
    const at = reading.sourceTime
    if (at <= former.changedTo + lookBackOf(rule) || phase.pendingSince !== null) continue
    if (phase.active === wasActive(former, at)) course.agreesFrom = at
  }
}

function wasActive({ active, transitions }: FormerRun, at: Micros): boolean {
  const last = transitions.findLast((transition) => transition.at <= at)
  return last ? last.type === 'raised' : active
}

import type { Micros } from './time.ts'

/** Alarms that call nobody for a known reason (ISA-18.2: out of service, suppressed by design). */
export type AlarmSuppression =
  | { kind: 'out-of-service'; asset: string; reason: string; until: Micros }
  /** While another rule's alarm stands this one says nothing new. */
  | { kind: 'by-design'; rule: string; whileRule: string; reason: string }

/** What keeps an alarm of this rule and asset from calling; null when nothing does. */
export function suppressionOf<S extends AlarmSuppression>(
  { rule, asset }: { rule: string; asset: string },
  suppressions: readonly S[],
  activeRules: ReadonlySet<string>,
  now: Micros,
): S | null {
  return (
    suppressions.find((one: AlarmSuppression) =>
      one.kind === 'out-of-service'
        ? one.asset === asset && one.until > now
        : one.rule === rule && activeRules.has(one.whileRule),
    ) ?? null
  )
}

type Design = Extract<AlarmSuppression, { kind: 'by-design' }>
type Pair = Pick<Design, 'rule' | 'whileRule'>

export const designProblems = ['silences-itself', 'silenced-already', 'silences-in-circle'] as const
export type DesignProblem = (typeof designProblems)[number]

/**
 * What is wrong with one more design beside those that hold. A circle of alarms that silence each other would call nobody at
 * all while every one of them stands.
 */
export function designProblem({ rule, whileRule }: Pair, held: readonly Pair[]): DesignProblem | null {
  if (rule === whileRule) return 'silences-itself'
  if (held.some((one) => one.rule === rule && one.whileRule === whileRule)) return 'silenced-already'
  const seen = new Set([whileRule])
  for (const reached of seen) {
    if (reached === rule) return 'silences-in-circle'
    for (const one of held) if (one.rule === reached) seen.add(one.whileRule)
  }
  return null
}

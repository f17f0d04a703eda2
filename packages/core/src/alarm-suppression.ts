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

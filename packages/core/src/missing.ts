import { promisedEvery, type ReportingRule } from './signal.ts'
import type { Micros } from './time.ts'

/**
 * How many readings a signal owes between two that were heard of it: it owed one at the end of each promised
 * period, and none that came up to half a period late. A signal that reports more often owes nothing.
 */
export const missingBetween = (before: Micros, after: Micros, rule: ReportingRule): number =>
  Math.max(0, Math.floor((after - before) / promisedEvery(rule) + 0.5) - 1)

/** Of those the ones that were due in [from, to). */
export function missingWithin(
  { from, to }: { from: Micros; to: Micros },
  before: Micros,
  after: Micros,
  rule: ReportingRule,
): number {
  const period = promisedEvery(rule)
  // The nth reading after `before` was due at before + n × period.
  const first = Math.max(1, Math.ceil((from - before) / period))
  const last = Math.min(missingBetween(before, after, rule), Math.ceil((to - before) / period) - 1)
  return Math.max(0, last - first + 1)
}

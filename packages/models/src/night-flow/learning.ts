import { DAY, toMillis } from '@driftbild/core'
import { LEAST_REFERENCE } from './leak-posterior.ts'
import type { Night } from './nights.ts'

/** What is known of a zone's usual night. A leak that ran in these nights is taken for usual. */
export interface LeakLearning {
  /** Without a leak, of which the flow is known. */
  nights: number
  /** With fewer nothing is said of leaks. */
  needed: number
  /** Local date of the first; null before it. */
  since: string | null
}

export function learningOf(nights: readonly Night[]): LeakLearning {
  const known = nights.filter(({ flow, leak }) => flow !== null && !leak)
  const first = known[0]
  return {
    nights: known.length,
    needed: LEAST_REFERENCE + 1,
    since: first ? new Date(toMillis(first.day * DAY)).toISOString().slice(0, 10) : null,
  }
}

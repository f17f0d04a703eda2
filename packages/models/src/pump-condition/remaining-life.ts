import type { LimitOutlook } from '../common/trend-posterior.ts'

/** Days until a machine no longer does its job; null beyond a year. 8 of 10 lie between `low` and `high` (ISO 13381-1). */
export interface RemainingLife {
  low: number | null
  likely: number | null
  high: number | null
}

/** Further ahead a trend says nothing that anybody should plan by. */
export const LIFE_HORIZON = 365

/** Until the first of several limits is reached, by all that the trends may be; what doesn't climb never reaches it. */
export function remainingLife(outlooks: readonly LimitOutlook[]): RemainingLife {
  const reached = (days: number) =>
    1 - outlooks.reduce((none, outlook) => none * (1 - outlook.probability(days)), 1)
  const at = (share: number): number | null => {
    if (reached(LIFE_HORIZON) < share) return null
    let [low, high] = [0, LIFE_HORIZON]
    if (reached(low) >= share) return 0
    while (high - low > 0.25) {
      const middle = (low + high) / 2
      if (reached(middle) >= share) high = middle
      else low = middle
    }
    return high
  }
  return { low: at(0.1), likely: at(0.5), high: at(0.9) }
}

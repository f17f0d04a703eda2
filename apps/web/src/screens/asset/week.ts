import { useDataNow } from '../../ui/now.ts'

const STEP_MS = 5 * 60_000
const WEEK_MS = 7 * 86_400_000

/** Hours of a week: enough for a sparkline and for what is usual. */
export const WEEK_SPARK_POINTS = 170
export const WEEK_CHART_POINTS = 2000

/** The past seven days of the data in milliseconds, moving on every five minutes so that answers can be kept. */
export function useWeek(): { from: number; to: number } {
  // Past the present, never at it: a recording's clock stands on its last value.
  const to = (Math.floor(useDataNow() / STEP_MS) + 1) * STEP_MS
  return { from: to - WEEK_MS, to }
}

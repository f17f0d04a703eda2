import { useDataNow } from '../../ui/now.ts'

const STEP_MS = 5 * 60_000
const WEEK_MS = 7 * 86_400_000

/** Hours of a week: enough for a sparkline and for what is usual. */
export const WEEK_SPARK_POINTS = 170
export const WEEK_CHART_POINTS = 2000

/** The past seven days of the data in milliseconds, moving on every five minutes so that answers can be kept. */
export function useWeek(): { from: number; to: number } {
  const to = Math.ceil(useDataNow() / STEP_MS) * STEP_MS
  return { from: to - WEEK_MS, to }
}

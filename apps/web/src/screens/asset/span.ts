import { useDataNow } from '../../ui/now.ts'

const STEP_MS = 5 * 60_000
const DAY_MS = 86_400_000

/** What a chart looks back over. Beyond a week fewer points are enough: hours, days or months. */
export const spans = {
  week: { days: 7, points: 2000 },
  month: { days: 30, points: 600 },
  year: { days: 365, points: 600 },
  years: { days: 5 * 365, points: 600 },
} as const
export type Span = keyof typeof spans

/** Hours of a week: enough for a sparkline and for what is usual. */
export const WEEK_SPARK_POINTS = 170

/** The data's past in milliseconds, moving on every five minutes so that answers can be kept. */
export function usePast(span: Span): { from: number; to: number } {
  // Past the present, never at it: a recording's clock stands on its last value.
  const to = (Math.floor(useDataNow() / STEP_MS) + 1) * STEP_MS
  return { from: to - spans[span].days * DAY_MS, to }
}

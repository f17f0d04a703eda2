import { weekdayOfDay } from './local-index.ts'

/** Whether a local day (days since 1970) is lived as a Sunday. */
export type Calendar = (day: number) => boolean

/** A day's kind: its weekday, 1 Monday … 7 Sunday; a holiday is a Sunday. */
export const kindOf = (day: number, holiday: Calendar): number => (holiday(day) ? 7 : weekdayOfDay(day))

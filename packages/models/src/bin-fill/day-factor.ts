import type { Calendar } from '../common/calendar.ts'
import { weekdayOfDay } from '../common/local-index.ts'
import { clamp } from '../common/statistics.ts'
import { type DayLevel, moveAt } from './day-levels.ts'

/** How local dates differ beyond their weekdays. */
export interface DayFactor {
  /** What comes on a date beside what a day usually brings. */
  of(date: number): number
  /** What comes on one date beside what came on another. */
  between(from: number, to: number): number
}

export const everyDayAlike: DayFactor = { of: () => 1, between: () => 1 }

const FRIDAY = 5
const SUNDAY = 7
/** Days that a kind of day counts as until it has been seen: as much comes as on any other. */
const DOUBT = 4
const [LEAST, MOST] = [0.3, 3]

/**
 * A holiday in the week is lived as a Sunday: so much as the container gains on Sundays and holidays beside its working
 * days. What lies between two days' levels came on the date of the first: they are taken at four in the morning.
 */
export function holidayFactor(days: readonly DayLevel[], holiday: Calendar): DayFactor {
  const isRest = (date: number) => weekdayOfDay(date) === SUNDAY || holiday(date)
  const isWork = (date: number) => weekdayOfDay(date) <= FRIDAY && !holiday(date)
  let [rest, restDays, work, workDays] = [0, 0, 0, 0]
  for (const [i, { day, fill }] of days.entries()) {
    const move = moveAt(days, i)
    if (fill === null || move === 'unknown' || move === 'emptied') continue
    const gain = Math.max(0, fill - days[i - 1]!.fill!)
    if (isRest(day - 1)) [rest, restDays] = [rest + gain, restDays + 1]
    else if (isWork(day - 1)) [work, workDays] = [work + gain, workDays + 1]
  }
  if (restDays + workDays === 0) return everyDayAlike
  const mean = (rest + work) / (restDays + workDays)
  if (mean === 0) return everyDayAlike
  const towards = (sum: number, count: number) => (sum + DOUBT * mean) / (count + DOUBT)
  const ratio = clamp(towards(rest, restDays) / towards(work, workDays), LEAST, MOST)
  const isMoved = (date: number) => holiday(date) && weekdayOfDay(date) <= FRIDAY
  const level = (date: number) => (isRest(date) ? ratio : 1)
  return {
    of: (date) => (isMoved(date) ? ratio : 1),
    between: (from, to) => (isMoved(from) || isMoved(to) ? level(to) / level(from) : 1),
  }
}

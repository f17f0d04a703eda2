import { kindOf } from '../common/calendar.ts'
import { localOffset } from '../common/local-index.ts'
import { median } from '../common/statistics.ts'
import { isSwedishHoliday } from '../common/swedish-holidays.ts'
import { A_DAY, endOf, levelAt, QUARTER, type Quarters } from './quarters.ts'

/** How the level changes in each quarter of a working day and of one at rest; all of one where the other is unknown. */
export interface UsualDay {
  work: number[]
  rest: number[]
}

/** Quarters on either side that a quarter's change is told over: instruments are not finer. */
const REACH = 2
/** Days of a kind that it takes to say what is usual. */
const LEAST_DAYS = 3

/** What is usual, from days that are mostly known; null for too few of them. */
export function learnUsualDay(series: Quarters, zone: string): UsualDay | null {
  const all = changesBySlot(series, zone)
  const both = middles([...all.work, ...all.rest])
  if (!both) return null
  return { work: middles(all.work) ?? both, rest: middles(all.rest) ?? both }
}

/** The usual change in a quarter. */
export function usualChange(usual: UsualDay, quarter: number, zone: string): number {
  const { slot, isRest } = slotOf(quarter, zone)
  return usual[isRest ? 'rest' : 'work'][slot]!
}

type Change = { slot: number; change: number }

function changesBySlot(series: Quarters, zone: string): { work: Change[]; rest: Change[] } {
  const found = { work: [] as Change[], rest: [] as Change[] }
  for (let quarter = series.start + REACH; quarter < endOf(series) - REACH + 1; quarter++) {
    const [before, after] = [levelAt(series, quarter - REACH), levelAt(series, quarter + REACH)]
    if (before === null || after === null) continue
    const { slot, isRest } = slotOf(quarter, zone)
    found[isRest ? 'rest' : 'work'].push({ slot, change: (after - before) / (2 * REACH) })
  }
  return found
}

function middles(changes: readonly Change[]): number[] | null {
  const slots: number[][] = Array.from({ length: A_DAY }, () => [])
  for (const { slot, change } of changes) slots[slot]!.push(change)
  if (slots.some((of) => of.length < LEAST_DAYS)) return null
  return slots.map((of) => Math.round(median(of)! * 1e5) / 1e5)
}

function slotOf(quarter: number, zone: string): { slot: number; isRest: boolean } {
  const local = Math.floor((quarter * QUARTER + localOffset(quarter * QUARTER, zone)) / QUARTER)
  const day = Math.floor(local / A_DAY)
  return { slot: local - day * A_DAY, isRest: kindOf(day, isSwedishHoliday) > 5 }
}

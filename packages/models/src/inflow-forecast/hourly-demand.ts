import { weekdayOfDay } from '../common/local-index.ts'
import { mean } from '../common/statistics.ts'
import type { LocalDays } from './local-days.ts'

export type Calendar = (day: number) => boolean

const WEEKS = 7
/** What a week's age leaves of its say, and what another working day has to say about this one. */
const DECAY = 0.75
const OTHER_WORKDAY = 0.2
const FREE_DAY = 7

/**
 * Expected value of each hour of the local days from `from` on, known from the days before `known`: the same
 * weekday of the last seven weeks, newer ones first, other working days a little, holidays as Sundays.
 * Tuned on rolling weeks of 2022 in the open half of BWDF.
 */
export function dayProfile(
  days: LocalDays,
  known: number,
  from: number,
  count: number,
  holiday: Calendar,
): (number | null)[] {
  const kindOf = (day: number) => (holiday(day) ? FREE_DAY : weekdayOfDay(day))
  const out: (number | null)[] = []
  for (let day = from; day < from + count; day++) {
    const kind = kindOf(day)
    const sum = new Array<number>(24).fill(0)
    const weight = new Array<number>(24).fill(0)
    for (let back = 1; back <= 7 * WEEKS; back++) {
      const values = days.values[known - back - days.first]
      if (!values) continue
      const other = kindOf(known - back)
      const share = other === kind ? 1 : kind < 6 && other < 6 ? OTHER_WORKDAY : 0.01
      const w = share * DECAY ** ((back - 1) / 7)
      for (let hour = 0; hour < 24; hour++) {
        const value = values[hour]
        if (value == null) continue
        sum[hour]! += w * value
        weight[hour]! += w
      }
    }
    for (let hour = 0; hour < 24; hour++) out.push(weight[hour]! > 0 ? sum[hour]! / weight[hour]! : null)
  }
  return out
}

/**
 * Hours 0 … 24·count−1 from the start of local day `origin`, everything before it known: the profile, moved by
 * what the last three days, the last day and the last six hours were off, each fading with the lead.
 */
export function hourlyDemand(
  days: LocalDays,
  origin: number,
  count: number,
  holiday: Calendar,
): (number | null)[] {
  const profile = dayProfile(days, origin, origin, count, holiday)
  const expected = dayProfile(days, origin - 7, origin - 3, 3, holiday)
  const off = expected.map((value, i) => {
    const measured = days.values[origin - 3 - days.first + Math.floor(i / 24)]?.[i % 24]
    return value === null || measured == null ? null : measured - value
  })
  const part = (length: number, least: number) => {
    const known = off.slice(-length).filter((v) => v !== null)
    return known.length > least ? mean(known)! : 0
  }
  const threeDays = part(72, 6)
  const lastDay = part(24, 6)
  const lastHours = part(6, 2)
  return profile.map((value, lead) => {
    if (value === null) return null
    const slow = (0.5 * lastDay + 0.2 * threeDays) * Math.exp(-lead / 250)
    const sameHour = off[off.length - 24 + (lead % 24)]
    const shape = sameHour == null ? 0 : 0.15 * (sameHour - lastDay) * Math.exp(-lead / 48)
    return value + slow + shape + 0.25 * (lastHours - lastDay) * Math.exp(-lead / 4)
  })
}

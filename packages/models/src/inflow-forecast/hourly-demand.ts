import { kindOf } from '../common/calendar.ts'
import { mean } from '../common/statistics.ts'
import { type DemandHistory, profileAt } from './demand-history.ts'

/**
 * Hours 0 … 24·count−1 of the history's days from `origin` on, everything before it known: what is usual, moved
 * by what the last three days, the last day and the last six hours were off, each fading with the lead. NaN
 * where nothing is known. Tuned on rolling weeks of 2022 in the open half of BWDF.
 */
export function hourlyDemand(history: DemandHistory, origin: number, count: number): Float64Array {
  const off = Array.from({ length: 72 }, (_, i) => {
    const place = (origin - 3) * 24 + i
    return origin < 8 ? Number.NaN : history.values[place]! - usualAt(history, origin - 7, place)
  })
  const part = (length: number, least: number) => {
    const known = off.slice(-length).filter((v) => !Number.isNaN(v))
    return known.length > least ? mean(known)! : 0
  }
  const threeDays = part(72, 6)
  const lastDay = part(24, 6)
  const lastHours = part(6, 2)
  return Float64Array.from({ length: 24 * count }, (_, lead) => {
    const slow = (0.5 * lastDay + 0.2 * threeDays) * Math.exp(-lead / 250)
    const sameHour = off[off.length - 24 + (lead % 24)]!
    const shape = Number.isNaN(sameHour) ? 0 : 0.15 * (sameHour - lastDay) * Math.exp(-lead / 48)
    const now = 0.25 * (lastHours - lastDay) * Math.exp(-lead / 4)
    return usualAt(history, origin, origin * 24 + lead) + slow + shape + now
  })
}

const usualAt = (history: DemandHistory, known: number, place: number): number => {
  const kind = kindOf(history.first + Math.floor(place / 24), history.holiday)
  return history.usual[profileAt(known, kind, place % 24)]!
}

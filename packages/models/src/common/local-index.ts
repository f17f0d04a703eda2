import { DAY, HOUR, type Micros, zoneOffset } from '@driftbild/core'

/**
 * Local hours since 1970-01-01 00:00 by the zone's wall clock. Day = floor(index / 24), hour = index mod 24.
 * A repeated autumn hour gives the same index twice, a skipped one is never given.
 */
export const localHourIndex = (at: Micros, zone: string): number =>
  Math.floor((at + localOffset(at, zone)) / HOUR)

/** 1 Monday … 7 Sunday. */
export const weekdayOfDay = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

/** Asking Intl costs microseconds, and a model asks for every hour of weeks: two answers a day are kept. */
const offsets = new Map<string, Map<number, number | null>>()

/** By how much the zone's clocks are ahead of UTC, microseconds. */
export function localOffset(at: Micros, zone: string): number {
  const days = offsets.get(zone) ?? new Map<number, number | null>()
  offsets.set(zone, days)
  const day = Math.floor(at / DAY)
  let known = days.get(day)
  if (known === undefined) {
    const first = zoneOffset(day * DAY, zone)
    known = first === zoneOffset((day + 1) * DAY - 1, zone) ? first : null
    days.set(day, known)
  }
  return known ?? zoneOffset(at, zone)
}

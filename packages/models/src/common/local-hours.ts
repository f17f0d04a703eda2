import { HOUR, localTime, type Micros, zoneOffset } from '@driftbild/core'

/**
 * The first instant after `after` at which the zone's clock shows one of these full hours. An hour that
 * spring skips is passed over; one that autumn repeats counts both times.
 */
export function nextLocalHour(after: Micros, zone: string, hours: readonly number[]): Micros {
  // Zones whose offset isn't whole hours have their full hours off the UTC grid.
  const phase = ((zoneOffset(after, zone) % HOUR) + HOUR) % HOUR
  let at = (Math.floor((after + phase) / HOUR) + 1) * HOUR - phase
  for (let i = 0; i < 50; i++, at += HOUR) if (hours.includes(localTime(at, zone).hour)) return at
  throw new Error(`no local hour of ${hours.join(', ')} follows ${after} in ${zone}`)
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(local: { year: number; month: number; day: number }): number {
  return new Date(Date.UTC(local.year, local.month - 1, local.day)).getUTCDay() || 7
}

export const dateOf = (local: { year: number; month: number; day: number }): string =>
  `${local.year}-${String(local.month).padStart(2, '0')}-${String(local.day).padStart(2, '0')}`

/** Days since 1970-01-01 of a local date: neighbouring nights differ by one whatever the clock did. */
export const dayNumber = (local: { year: number; month: number; day: number }): number =>
  Date.UTC(local.year, local.month - 1, local.day) / 86_400_000

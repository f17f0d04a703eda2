import { DAY, HOUR, instantsOf, localTime, type Micros, startOfLocalDay } from '@driftbild/core'

/** 2026-05-04, where the clocks of that zone stand at this moment. */
export function localDate(at: Micros, zone: string): string {
  const { year, month, day } = localTime(at, zone)
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
}

/** When a day in that zone is over, of 23, 24 or 25 hours. */
export function endOfDate(date: string, zone: string): Micros {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const [noon] = instantsOf({ year, month, day, hour: 12, minute: 0, second: 0 }, zone)
  return startOfLocalDay(startOfLocalDay(noon!, zone) + DAY + 12 * HOUR, zone)
}

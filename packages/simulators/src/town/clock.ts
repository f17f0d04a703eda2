import { DAY, HOUR, MINUTE, type Micros, zoneOffset } from '@driftbild/core'

export const ZONE = 'Europe/Stockholm'

const ofDay = new Map<number, number | null>()
const ofHour = new Map<number, number>()

/** What the town's clocks are ahead of UTC at an instant. */
export function offsetAt(at: Micros): number {
  const day = Math.floor(at / DAY)
  let offset = ofDay.get(day)
  if (offset === undefined) {
    const [first, last] = [zoneOffset(day * DAY, ZONE), zoneOffset((day + 1) * DAY - 1, ZONE)]
    // Only on two days of a year do the clocks change, and then on a whole hour.
    offset = first === last ? first : null
    ofDay.set(day, offset)
  }
  return offset ?? offsetOfHour(Math.floor(at / HOUR))
}

function offsetOfHour(hour: number): number {
  let offset = ofHour.get(hour)
  if (offset === undefined) {
    offset = zoneOffset(hour * HOUR, ZONE)
    ofHour.set(hour, offset)
  }
  return offset
}

/** Whole days since 1970-01-01 on the town's calendar. */
export const localDay = (at: Micros): number => Math.floor((at + offsetAt(at)) / DAY)

/** Microseconds since local midnight, as the clock on the wall has them. */
export const timeOfDay = (at: Micros): number => {
  const local = at + offsetAt(at)
  return local - Math.floor(local / DAY) * DAY
}

/** 0 is Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

/** The instant at which the clocks of a local day show this much; where they skip it, the instant they jump. */
export function instantOf(day: number, clock: number): Micros {
  const naive = day * DAY + clock
  const before = naive - offsetAt(naive - 3 * HOUR)
  const after = naive - offsetAt(naive + 3 * HOUR)
  for (const at of [before, after]) if (at + offsetAt(at) === naive) return at
  return Math.min(before, after)
}

export const hours = (n: number): number => n * HOUR
export const minutes = (n: number): number => n * MINUTE

const fixedHolidays = new Set(['1-1', '1-6', '5-1', '6-6', '12-24', '12-25', '12-26', '12-31'])

/** How a day is lived: working day, Saturday, or Sunday and holiday. */
export function dayKind(day: number): 'work' | 'saturday' | 'rest' {
  const date = new Date(day * 86_400_000)
  if (fixedHolidays.has(`${date.getUTCMonth() + 1}-${date.getUTCDate()}`)) return 'rest'
  const weekday = weekdayOf(day)
  return weekday === 6 ? 'rest' : weekday === 5 ? 'saturday' : 'work'
}

/** 0 on 1 January, 1 a year later. */
export function yearShare(day: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear()
  const start = Date.UTC(year, 0, 1) / 86_400_000
  return (day - start) / (Date.UTC(year + 1, 0, 1) / 86_400_000 - start)
}

import { type Micros, parseTime } from '@driftbild/core'

export interface Month {
  /** 2024-03 */
  name: string
  from: Micros
  /** Not in it. */
  to: Micros
}

/** The months of a year, in UTC: whole days of the store, whatever the zone. */
export function monthsOf(year: number): Month[] {
  const begin = (month: number): Micros =>
    parseTime(
      `${String(year + Math.floor(month / 12)).padStart(4, '0')}-${two((month % 12) + 1)}-01T00:00:00Z`,
    )
  return Array.from({ length: 12 }, (_, i) => ({
    name: `${year}-${two(i + 1)}`,
    from: begin(i),
    to: begin(i + 1),
  }))
}

const two = (n: number): string => String(n).padStart(2, '0')

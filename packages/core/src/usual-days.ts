/** Where eight of ten past values lay. */
export interface UsualDays {
  low: number
  high: number
  /** How many values it rests on. */
  days: number
}

/** With fewer nobody can say what is usual. */
const ENOUGH = 7

/** What a figure usually is, by its past values; those that are not known say nothing. */
export function usualDays(past: readonly (number | null)[]): UsualDays | null {
  const known = past.filter((value) => value !== null).sort((a, b) => a - b)
  if (known.length < ENOUGH) return null
  const at = (share: number) => known[Math.round(share * (known.length - 1))]!
  return { low: at(0.1), high: at(0.9), days: known.length }
}

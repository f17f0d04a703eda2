import { instantsOf, type Micros } from '@driftbild/core'

/** What was typed into an input of type datetime-local is the municipality's wall clock, wherever the browser stands. */
export function fromWallClock(text: string, zone: string): Micros | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return instantsOf({ year, month, day, hour, minute, second: 0 }, zone)[0] ?? null
}

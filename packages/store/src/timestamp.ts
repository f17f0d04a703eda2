import { formatTime, type Micros } from '@driftbild/core'

/** A query parameter for a timestamptz column; nothing of the microseconds is lost. */
export const timestamp = (at: Micros): string => formatTime(at)
export const timestampOrNull = (at: Micros | null): string | null => (at === null ? null : formatTime(at))

/** What PostgreSQL prints in ISO style with the session in UTC: `2026-03-29 01:00:00.123456+00`. */
export function parseTimestamp(text: string): Micros {
  const match = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text)
  if (!match) throw new Error(`not a timestamptz in UTC: ${text}`)
  const [, year, month, day, hour, minute, second, fraction] = match
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return ms * 1000 + (fraction ? Number(fraction.padEnd(6, '0')) : 0)
}

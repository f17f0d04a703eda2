import { z } from 'zod'

/** Whole microseconds since 1970-01-01T00:00:00Z. Exact as a number until the year 2255. */
export const Micros = z.int()
export type Micros = number

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const fromMillis = (ms: number): Micros => Math.round(ms * 1000)
export const toMillis = (at: Micros): number => Math.floor(at / 1000)

/** RFC 3339 in UTC with six decimals; nothing of the microseconds is lost. */
export function formatTime(at: Micros): string {
  const ms = Math.floor(at / 1000)
  const rest = at - ms * 1000
  return new Date(ms).toISOString().replace('Z', `${String(rest).padStart(3, '0')}Z`)
}

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/i

/** Reads RFC 3339 with an offset. Digits beyond microseconds are cut. Throws on anything else. */
export function parseTime(text: string): Micros {
  const match = RFC3339.exec(text)
  if (!match) throw new Error(`not an RFC 3339 time with an offset: ${text}`)
  const [, date, clock, fraction = '', offset] = match
  const zone = offset!.toUpperCase() === 'Z' ? 'Z' : offset!.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
  const ms = Date.parse(`${date}T${clock}${zone}`)
  if (Number.isNaN(ms)) throw new Error(`no such time: ${text}`)
  return ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
}

export interface LocalTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The wall clock in an IANA zone. */
export function localTime(at: Micros, zone: string): LocalTime {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(zone, formatter)
  }
  const parts: Record<string, number> = {}
  for (const part of formatter.formatToParts(toMillis(at))) parts[part.type] = Number(part.value)
  return {
    year: parts.year!,
    month: parts.month!,
    day: parts.day!,
    hour: parts.hour!,
    minute: parts.minute!,
    second: parts.second!,
  }
}

/** What a zone's clock is ahead of UTC at an instant, in microseconds. */
export function zoneOffset(at: Micros, zone: string): number {
  const local = localTime(at, zone)
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
  return asUtc * 1000 - Math.floor(at / SECOND) * SECOND
}

/**
 * The instants at which a zone's wall clock shows this local time: one as a rule, none in the hour that
 * spring skips, two in the hour that autumn repeats (earlier first).
 */
export function instantsOf(local: LocalTime, zone: string): Micros[] {
  const naive =
    Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second) * 1000
  const candidates = new Set([naive - zoneOffset(naive - DAY, zone), naive - zoneOffset(naive + DAY, zone)])
  return [...candidates].filter((at) => at + zoneOffset(at, zone) === naive).sort((a, b) => a - b)
}

/** The first instant of the local day that contains `at`. */
export function startOfLocalDay(at: Micros, zone: string): Micros {
  const { year, month, day } = localTime(at, zone)
  return startOfDate(year, month, day, zone)
}

/** The first instant of the local month that contains `at`. */
export function startOfLocalMonth(at: Micros, zone: string): Micros {
  const { year, month } = localTime(at, zone)
  return startOfDate(year, month, 1, zone)
}

function startOfDate(year: number, month: number, day: number, zone: string): Micros {
  const date = { year, month, day, minute: 0, second: 0 }
  // Where spring skips midnight the day begins at one o'clock.
  const [first] = [0, 1].flatMap((hour) => instantsOf({ ...date, hour }, zone))
  if (first === undefined) throw new Error(`zone ${zone} has no beginning of ${year}-${month}-${day}`)
  return first
}

import { instantsOf, type LocalTime, type Micros, SECOND } from '@driftbild/core'

/** Why a cell is no instant. */
export type TimeRefusal = 'no-time' | 'no-such-date' | 'skipped-hour' | 'finer-than-microseconds'
export type TimeRead = { at: Micros; repeated: boolean } | { refused: TimeRefusal }

export interface TimeReader {
  /** `series` names what the row is of: the order of its own rows tells the two autumn hours apart. */
  read(text: string, series: string): TimeRead
}

/**
 * Reads a column of times. `format` is `iso`, `epoch-s`, `epoch-ms`, or a pattern of YYYY MM DD HH mm ss.
 *
 * Local times belong to `zone`. In the hour that autumn repeats, rows are the earlier instant until the
 * clock of the series stands still or goes back, and the later one from there on. In the hour that spring
 * skips there is no instant, and the row is refused. Throws where a local time comes and no zone was given.
 */
export function createTimeReader(format: string, zone: string | null): TimeReader {
  if (zone !== null) checkZone(zone)
  const parse = parserOf(format)
  const instants = createInstants(zone)
  const inRepeatedHour = new Map<string, { last: number; later: boolean }>()

  return {
    read(text, series) {
      const parsed = parse(text.trim())
      if (typeof parsed === 'string') return { refused: parsed }
      if ('at' in parsed) return { at: parsed.at, repeated: false }
      const candidates = instants(parsed.naive)
      const [earlier, later] = candidates
      if (earlier === undefined) return { refused: 'skipped-hour' }
      if (later === undefined) {
        inRepeatedHour.delete(series)
        return { at: earlier, repeated: false }
      }
      const before = inRepeatedHour.get(series)
      const isLater = before !== undefined && (before.later || parsed.naive <= before.last)
      inRepeatedHour.set(series, { last: parsed.naive, later: isLater })
      return { at: isLater ? later : earlier, repeated: isLater }
    },
  }
}

/** An instant, a wall clock's reading as if it were UTC, or why it is neither. */
type Parsed = { at: Micros } | { naive: number } | TimeRefusal

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

function parserOf(format: string): (text: string) => Parsed {
  if (format === 'iso') return parseIso
  if (format === 'epoch-s') return (text) => parseEpoch(text, 6)
  if (format === 'epoch-ms') return (text) => parseEpoch(text, 3)
  return patternParser(format)
}

function parseIso(text: string): Parsed {
  const match = ISO.exec(text)
  if (!match) return 'no-time'
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = match
  if (/[1-9]/.test(fraction.slice(6))) return 'finer-than-microseconds'
  const naive = naiveOf([year, month, day, hour, minute, second].map(Number))
  if (naive === null) return 'no-such-date'
  const at = naive + Number(fraction.slice(0, 6).padEnd(6, '0'))
  if (!offset) return { naive: at }
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [null, '+', '0', '0']
  return { at: at - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60 * SECOND }
}

/** `digits`: decimals of the number that are whole microseconds. */
function parseEpoch(text: string, digits: number): Parsed {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return 'no-time'
  const [, whole, fraction = ''] = match
  if (/[1-9]/.test(fraction.slice(digits))) return 'finer-than-microseconds'
  const at = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`)
  return Number.isSafeInteger(at) ? { at } : 'no-time'
}

function patternParser(pattern: string): (text: string) => Parsed {
  const tokens = ['YYYY', 'MM', 'DD', 'HH', 'mm', 'ss'] as const
  const order: number[] = []
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/YYYY|MM|DD|HH|mm|ss/g, (token) => {
    order.push(tokens.indexOf(token as (typeof tokens)[number]))
    return token === 'YYYY' ? '(\\d{4})' : '(\\d{1,2})'
  })
  if (![0, 1, 2].every((i) => order.includes(i))) {
    throw new Error(
      `time format ${pattern}: neither iso, epoch-s, epoch-ms nor a pattern with YYYY, MM and DD`,
    )
  }
  const expression = new RegExp(`^${source}$`)
  return (text) => {
    const match = expression.exec(text)
    if (!match) return 'no-time'
    const parts = [0, 0, 0, 0, 0, 0]
    for (const [i, part] of order.entries()) parts[part] = Number(match[i + 1])
    const naive = naiveOf(parts)
    return naive === null ? 'no-such-date' : { naive }
  }
}

function naiveOf([year, month, day, hour, minute, second]: readonly number[]): number | null {
  const ms = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!)
  const there = new Date(ms)
  const real = there.getUTCMonth() === month! - 1 && there.getUTCDate() === day!
  return real && hour! < 24 && minute! < 60 && second! < 60 ? ms * 1000 : null
}

const QUARTER = 15 * 60 * SECOND

/** Zones change on quarter hours, so one answer holds for each: the calendar is slow to ask. */
function createInstants(zone: string | null): (naive: number) => Micros[] {
  const known = new Map<number, Micros[]>()
  return (naive) => {
    if (zone === null) throw new Error('a local time and no zone')
    const quarter = Math.floor(naive / QUARTER)
    let starts = known.get(quarter)
    if (!starts) {
      starts = instantsOf(localOf(quarter * QUARTER), zone)
      known.set(quarter, starts)
    }
    return starts.map((start) => start + (naive - quarter * QUARTER))
  }
}

function localOf(naive: number): LocalTime {
  const at = new Date(naive / 1000)
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  }
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch (cause) {
    throw new Error(`there is no time zone ${zone}; names are like Europe/Stockholm`, { cause })
  }
}

/** A moment that a person gave: RFC 3339, or a local date or time of the zone. */
export function parseMoment(text: string, zone: string | null): Micros {
  const parsed = parseIso(text)
  if (typeof parsed === 'string') {
    throw new Error(`${text} is no time; times are like 2022-09-05, 2022-09-05T06:00 or 2022-09-05T04:00:00Z`)
  }
  if ('at' in parsed) return parsed.at
  if (zone === null) throw new Error(`${text} is a local time: give a zone, or an offset (…Z, …+01:00)`)
  const [first] = createInstants(zone)(parsed.naive)
  if (first === undefined) throw new Error(`in ${zone} the clocks skipped ${text}`)
  return first
}

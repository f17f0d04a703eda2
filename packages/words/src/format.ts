import type { Micros, Unit } from '@driftbild/core'
import type { Locale } from './messages.ts'
import { SHARE } from './shown-unit.ts'

/** RFC 3339 as the API writes it, or microseconds as stored nouns carry them. */
export type Instant = string | Micros

export const toMs = (at: Instant): number => (typeof at === 'string' ? Date.parse(at) : at / 1000)

/** Decimals that an instrument of that unit can honestly show. */
const decimals: Record<Unit, number> = {
  bar: 2,
  kPa: 0,
  'm[H2O]': 1,
  'm3/h': 1,
  'L/s': 1,
  'L/min': 1,
  m3: 0,
  m: 2,
  mm: 0,
  'mm/h': 1,
  A: 1,
  V: 0,
  W: 0,
  kW: 1,
  kWh: 0,
  Hz: 1,
  '/min': 0,
  'mm/s': 1,
  'm/s2': 2,
  '[g]': 2,
  Cel: 1,
  '{FNU}': 2,
  'mg/L': 2,
  'mS/m': 1,
  'uS/cm': 0,
  '[pH]': 2,
  h: 0,
  '%': 0,
  '1': 0,
}

/** Sizes of predictions that are counted, not measured. */
const counted = new Set(['lamps'])

/** Decimals of units that are no signal's. */
const further: Record<string, number> = { 'kWh/m3': 3, km: 1, ratio: 1 }

const digitsOf = (unit: string): number =>
  isUnit(unit) ? decimals[unit] : counted.has(unit) ? 0 : (further[unit] ?? 1)

const isUnit = (unit: string): unit is Unit => unit in decimals

export interface Format {
  locale: Locale
  zone: string
  number: (value: number, digits?: number) => string
  /** Only the number; the unit is shown beside it, small. */
  value: (value: number, unit: string) => string
  /** The same on an axis, where its neighbours say how fine it is. */
  tick: (value: number, unit: string) => string
  percent: (fraction: number) => string
  /** 14:05 */
  clock: (at: Instant) => string
  /** 20 nov. 14:05; with the year when it isn't this one. */
  moment: (at: Instant) => string
  /** 20 nov.; with the year when it isn't this one. */
  day: (at: Instant) => string
  /** 20 nov., of whatever year. */
  dayAlone: (at: Instant) => string
  year: (at: Instant) => string
  /** Date, time with seconds and zone, for a title or a detail. */
  exact: (at: Instant) => string
  /** "om 3 dagar", "för 5 minuter sedan" */
  relative: (at: Instant, nowMs: number) => string
  /** "3 dagar", "25 minuter": the largest unit that says enough. */
  span: (ms: number) => string
  range: (from: Instant, to: Instant) => string
}

/** @param now the present in milliseconds, which tells whose year goes without saying */
export function makeFormat(locale: Locale, zone: string, now: () => number): Format {
  // Swedish numbers and days; English with a 24-hour clock, as operations rooms use it.
  const tag = locale === 'sv' ? 'sv-SE' : 'en-GB'
  const numbers = new Map<number, Intl.NumberFormat>()
  const number = (value: number, digits = 1) => {
    let format = numbers.get(digits)
    if (!format) {
      format = new Intl.NumberFormat(tag, { minimumFractionDigits: 0, maximumFractionDigits: digits })
      numbers.set(digits, format)
    }
    return format.format(value)
  }
  const fixed = new Map<number, Intl.NumberFormat>()
  const fixedNumber = (value: number, digits: number) => {
    let format = fixed.get(digits)
    if (!format) {
      format = new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits })
      fixed.set(digits, format)
    }
    // −0.00 is a zero.
    return format.format(Number(value.toFixed(digits)) === 0 ? 0 : value)
  }
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 })
  const at = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: zone, hourCycle: 'h23', ...options })
  const clocks = at({ hour: '2-digit', minute: '2-digit' })
  const days = at({ day: 'numeric', month: 'short' })
  const daysOfYear = at({ day: 'numeric', month: 'short', year: 'numeric' })
  const exacts = at({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })
  const year = at({ year: 'numeric' })
  const relatives = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const day = (instant: Instant) => {
    const ms = toMs(instant)
    return (year.format(ms) === year.format(now()) ? days : daysOfYear).format(ms)
  }
  const clock = (instant: Instant) => clocks.format(toMs(instant))
  const moment = (instant: Instant) => `${day(instant)} ${clock(instant)}`
  return {
    locale,
    zone,
    number,
    value: (value, unit) =>
      unit === SHARE ? fixedNumber(value * 100, 0) : fixedNumber(value, digitsOf(unit)),
    tick: (value, unit) => (unit === SHARE ? number(value * 100, 0) : number(value, 2)),
    percent: (fraction) => percents.format(fraction),
    clock,
    moment,
    day,
    dayAlone: (instant) => days.format(toMs(instant)),
    year: (instant) => year.format(toMs(instant)),
    exact: (instant) => exacts.format(toMs(instant)),
    relative: (instant, nowMs) => {
      const distance = toMs(instant) - nowMs
      // Clocks differ by a little: what is about now is now, and never "in 2 seconds".
      if (Math.abs(distance) < NOW_MS) return relatives.format(0, 'second')
      const { count, unit } = coarse(distance)
      return relatives.format(count, unit)
    },
    span: (ms) => {
      const { count, unit } = coarse(Math.abs(ms))
      return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
    },
    range: (from, to) => {
      const [a, b] = [moment(from), moment(to)]
      return day(from) === day(to) ? `${a}–${clock(to)}` : `${a} – ${b}`
    },
  }
}

const NOW_MS = 20_000

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** Whole units of the largest step that holds at least one and a half, so that 36 h is not yet "2 days". */
export function coarse(ms: number): { count: number; unit: 'day' | 'hour' | 'minute' | 'second' } {
  const size = Math.abs(ms)
  const [unit, length] = steps.find(([, step]) => size >= step * 1.5) ?? steps[3]
  return { count: Math.round(ms / length), unit }
}

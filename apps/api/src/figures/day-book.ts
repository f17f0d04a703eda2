import {
  amountOf,
  type BucketStep,
  bucketBounds,
  DAY,
  HOUR,
  type Micros,
  startOfLocalDay,
} from '@driftbild/core'
import {
  type DailyRollup,
  type Database,
  dailyRollups,
  foldedRollups,
  type SignalDays,
  type SignalRollups,
} from '@driftbild/store'
import type { Picture } from '../picture/picture.ts'

/** Whole local days that figures look back on. */
export const DAYS_BACK = 28
/** A day of which less is known says nothing. */
const WHOLE = 0.8

/** A number a day; null where it isn't known. */
export type Daily = (number | null)[]

/** The last whole days of some signals, each read once. */
export interface DayBook {
  /** Where each day begins, and where the last one ends. */
  bounds: readonly Micros[]
  /** What several signals amounted to together: m³, kWh, mm, or what counters counted. */
  amounts(keys: readonly string[]): Promise<Daily>
  /** For how many hours flags stood, together. */
  hoursOn(keys: readonly string[]): Promise<Daily>
  /** The lowest of all. */
  lowest(keys: readonly string[]): Promise<Daily>
  /** Mean of the signals' means. */
  means(keys: readonly string[]): Promise<Daily>
  /** Reads the days of signals that are about to be asked for, together. */
  readAhead(keys: readonly string[]): Promise<void>
  /** One signal in steps over the same days. */
  folded(key: string, step: BucketStep): Promise<SignalRollups | null>
}

export function openDayBook(db: Database, picture: Picture, now: Micros): DayBook {
  const { zone } = picture.municipality
  const today = startOfLocalDay(now, zone)
  const bounds = bucketBounds('day', startOfLocalDay(today - DAYS_BACK * DAY + 12 * HOUR, zone), today, zone)
  const stretches = new Map<string, Promise<SignalRollups | null>>()
  const folded = (key: string, step: BucketStep) => {
    const name = `${step} ${key}`
    const known =
      stretches.get(name) ??
      foldedRollups(db, picture.code, key, { step, from: bounds[0]!, to: bounds.at(-1)!, now })
    stretches.set(name, known)
    return known
  }

  const days = new Map<string, Promise<SignalDays | undefined>>()
  const daysOf = (keys: readonly string[]): Promise<(SignalDays | undefined)[]> => {
    const fresh = [...new Set(keys)].filter((key) => !days.has(key))
    const read = dailyRollups(db, picture.code, fresh, bounds)
    for (const key of fresh)
      days.set(
        key,
        read.then((found) => found.get(key)),
      )
    return Promise.all(keys.map((key) => days.get(key)))
  }

  /** Each day of each signal as a number, and the numbers of a day as one. */
  const byDay = async (
    keys: readonly string[],
    of: (day: DailyRollup, signal: SignalDays) => number | null,
    join: (values: number[]) => number,
    whole: boolean,
  ): Promise<Daily> => {
    const columns = (await daysOf(keys)).flatMap((signal) =>
      signal ? [signal.days.map((day) => of(day, signal))] : [],
    )
    return bounds.slice(1).map((_, day) => {
      const values = columns.map((column) => column[day] ?? null)
      const known = values.filter((value) => value !== null)
      return known.length === 0 || (whole && known.length < values.length) ? null : join(known)
    })
  }
  const isWhole = ({ from, to, covered }: DailyRollup) => covered >= WHOLE * (to - from)

  return {
    bounds,
    amounts: (keys) =>
      byDay(
        keys,
        (day, { rules }) =>
          rules.kind.type === 'counter' || isWhole(day) ? (amountOf(day, rules)?.value ?? null) : null,
        total,
        true,
      ),
    hoursOn: (keys) =>
      byDay(
        keys,
        (day) => (day.timeWeighted === null ? null : (day.timeWeighted * day.covered) / HOUR),
        total,
        false,
      ),
    lowest: (keys) =>
      byDay(
        keys,
        (day) => day.minimum,
        (values) => Math.min(...values),
        false,
      ),
    means: (keys) =>
      byDay(
        keys,
        (day) => day.timeWeighted,
        (values) => total(values) / values.length,
        false,
      ),
    readAhead: async (keys) => void (await daysOf(keys)),
    folded,
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** The difference of two figures day by day. */
export const lessDaily = (a: Daily, b: Daily): Daily =>
  a.map((value, i) => (value === null || b[i] === null ? null : value - b[i]!))

import {
  amountOf,
  type BucketStep,
  bucketBounds,
  DAY,
  type FoldedRollup,
  HOUR,
  type Micros,
  startOfLocalDay,
} from '@driftbild/core'
import { type Database, foldedRollups, type SignalRollups } from '@driftbild/store'
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
  /** One signal in steps over the same days. */
  folded(key: string, step: BucketStep): Promise<SignalRollups | null>
}

export function openDayBook(db: Database, picture: Picture, now: Micros): DayBook {
  const { zone } = picture.municipality
  const today = startOfLocalDay(now, zone)
  const bounds = bucketBounds('day', startOfLocalDay(today - DAYS_BACK * DAY + 12 * HOUR, zone), today, zone)
  const read = new Map<string, Promise<SignalRollups | null>>()
  const folded = (key: string, step: BucketStep) => {
    const name = `${step} ${key}`
    const known =
      read.get(name) ??
      foldedRollups(db, picture.code, key, { step, from: bounds[0]!, to: bounds.at(-1)!, now })
    read.set(name, known)
    return known
  }

  /** Each day of each signal as a number, and the numbers of a day as one. One signal after the other. */
  const byDay = async (
    keys: readonly string[],
    of: (day: FoldedRollup, rollups: SignalRollups) => number | null,
    join: (values: number[]) => number,
    whole: boolean,
  ): Promise<Daily> => {
    const columns: Daily[] = []
    for (const key of keys) {
      const rollups = await folded(key, 'day')
      if (rollups) columns.push(rollups.buckets.map((day) => of(day, rollups)))
    }
    return bounds.slice(1).map((_, day) => {
      const values = columns.map((column) => column[day] ?? null)
      const known = values.filter((value) => value !== null)
      return known.length === 0 || (whole && known.length < values.length) ? null : join(known)
    })
  }
  const isWhole = ({ from, to, covered }: FoldedRollup) => covered >= WHOLE * (to - from)

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
    folded,
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** The difference of two figures day by day. */
export const lessDaily = (a: Daily, b: Daily): Daily =>
  a.map((value, i) => (value === null || b[i] === null ? null : value - b[i]!))

import { localHourIndex } from '../common/local-index.ts'
import { madScale, median, quantile } from '../common/statistics.ts'
import { A_DAY, endOf, levelAt, QUARTER, type Quarters } from '../level-limit/quarters.ts'

/** What a signal usually is at each hour, beside its own level, and what it is usually off by. */
export interface Usual {
  hours: number[]
  /** Of a quarter of an hour's deviation. */
  spread: number
}

/** Quarters whose middle is the signal's level now: the season and the mixture of sources move it. */
const LEVEL = 2 * A_DAY
const LEAST_DAYS = 4
/** Spreads that are passed in one quarter of fifty: sources that change give longer tails than chance does. */
const RARELY = 2.5
/** Deviations of a healthy instrument below which nobody would look. */
export type Floor = { share: number; least: number }

/** Null for too little of the past. */
export function learnUsual(series: Quarters, zone: string, floor: Floor): Usual | null {
  const days = Math.floor(series.values.length / A_DAY)
  if (days < LEAST_DAYS) return null
  const offs: { hour: number; off: number }[] = []
  for (let day = 1; day < days; day++) {
    const from = endOf(series) - day * A_DAY
    const level = levelOver(series, from - A_DAY / 2, from + A_DAY / 2)
    if (level === null) continue
    for (let quarter = from - A_DAY / 2; quarter < from + A_DAY / 2; quarter++) {
      const value = levelAt(series, quarter)
      if (value !== null) offs.push({ hour: hourOf(quarter, zone), off: value - level })
    }
  }
  if (offs.length < (LEAST_DAYS - 1) * A_DAY * 0.5) return null
  const hours = Array.from(
    { length: 24 },
    (_, hour) => median(offs.filter((o) => o.hour === hour).map((o) => o.off)) ?? 0,
  )
  const middle = Math.abs(median(series.values.filter((v) => v !== null)) ?? 0)
  const rest = offs.map(({ hour, off }) => off - hours[hour]!)
  const rare = quantile(
    rest.map((off) => Math.abs(off)),
    0.98,
  )!
  const spread = Math.max(madScale(rest)!, rare / RARELY)
  return {
    hours: hours.map((value) => Math.round(value * 1e4) / 1e4),
    spread: Math.max(spread, floor.least, floor.share * middle),
  }
}

/** What the signal would be now if nothing were the matter; null where its last days are not known. */
export function expected(series: Quarters, usual: Usual, quarter: number, zone: string): number | null {
  const level = levelOver(series, endOf(series) - LEVEL, endOf(series), usual, zone)
  return level === null ? null : level + usual.hours[hourOf(quarter, zone)]!
}

function levelOver(series: Quarters, from: number, to: number, usual?: Usual, zone?: string): number | null {
  const values: number[] = []
  for (let quarter = from; quarter < to; quarter += 2) {
    const value = levelAt(series, quarter)
    if (value !== null) values.push(usual ? value - usual.hours[hourOf(quarter, zone!)]! : value)
  }
  return values.length < (to - from) / 8 ? null : median(values)
}

const hourOf = (quarter: number, zone: string): number => localHourIndex(quarter * QUARTER, zone) % 24

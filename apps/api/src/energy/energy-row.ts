import type { EnergyRow, wasteReasons } from '../contract/index.ts'
import type { MachineDays } from './machine-days.ts'

export type EnergyTold = Omit<EnergyRow, 'asset' | 'name' | 'class' | 'service' | 'prediction'>

const MONTH = 30
const LEAST_DAYS = 7
/** The newest days, that are compared with the others. */
const NOW_DAYS = 7
/** Share of the days that did as well or better: what the machine can do when nothing is wrong. */
const BEST = 0.25
/** Lit hours beyond darkness that switching itself explains. */
const SWITCHING = 1
/** Waste below this share of what was used is none. */
const WORTH = 0.03

/** Water that no household sent: shares of what was pumped. */
export interface ExtraWater {
  share: number
}

/**
 * A machine's energy beside what it would have used at its own best, for only what had to be done. Null where less than a
 * week is known.
 */
export function energyRow(days: MachineDays, price: number, extra: ExtraWater | null): EnergyTold | null {
  const known = days.used.flatMap((used, i): KnownDay[] => {
    const [done, hours] = [days.done[i], days.hours?.[i] ?? null]
    if (used === null || done == null || done <= 0) return []
    return [{ used, done, hours, dark: days.dark?.[i] ?? null }]
  })
  if (known.length < LEAST_DAYS) return null
  const newest = known.slice(-NOW_DAYS)
  const [used, done] = [sum(newest.map((d) => d.used)), sum(newest.map((d) => d.done))]
  const now = used / done
  const usual = days.unit === 'kWh/h' ? usualOfLamps(known, now, days.rated) : usualOfPump(known)
  // What a worse machine takes for all that it did, and what was done for nothing, at its best.
  const worse = Math.max(0, now - usual) * done
  const idle = extra
    ? extra.share * done * usual
    : sum(newest.map((d) => (d.dark === null ? 0 : Math.max(0, d.done - d.dark - SWITCHING)))) * usual
  const [perMonth, isLamp] = [MONTH / newest.length, days.unit === 'kWh/h']
  const wasted = worse + idle < WORTH * used ? 0 : worse + idle
  return {
    ...{ days: known.length, used: used * perMonth, expected: (used - wasted) * perMonth },
    ...{ perUnit: now, usualPerUnit: usual, unit: days.unit },
    wasted: { kwh: wasted * perMonth, sek: wasted * perMonth * price },
    reason: wasted === 0 ? 'none' : reasonOf(worse, idle, isLamp),
    estimate: days.estimate,
  }
}

interface KnownDay {
  used: number
  done: number
  hours: number | null
  dark: number | null
}

/**
 * What a m³ takes at a pump's best, at the rate at which it pumps lately: more against a fuller main takes more, and that is
 * no waste.
 */
function usualOfPump(known: readonly KnownDay[]): number {
  const rateOf = (days: readonly KnownDay[]) =>
    days.some((d) => !d.hours) ? null : sum(days.map((d) => d.done)) / sum(days.map((d) => d.hours!))
  const lately = rateOf(known.slice(-NOW_DAYS))
  const rates = known.map((d) => rateOf([d]))
  const perRate = middleSlope(
    known.flatMap((d, i) => (rates[i] == null ? [] : [{ x: rates[i], y: d.used / d.done }])),
  )
  const specific = known.map((d, i) => {
    const off = lately === null || rates[i] == null ? 0 : lately - rates[i]
    return d.used / d.done + perRate * off
  })
  return specific.toSorted((a, b) => a - b)[Math.floor(BEST * (specific.length - 1))]!
}

/** The middle of the slopes of all pairs (Theil and Sen); 0 where there are too few, or where all are alike. */
function middleSlope(points: readonly { x: number; y: number }[]): number {
  const slopes = points.flatMap((a, i) =>
    points.slice(i + 1).flatMap((b) => (Math.abs(b.x - a.x) > 0.02 * a.x ? [(b.y - a.y) / (b.x - a.x)] : [])),
  )
  return points.length < 2 * NOW_DAYS || slopes.length === 0
    ? 0
    : slopes.toSorted((a, b) => a - b)[Math.floor(slopes.length / 2)]!
}

/**
 * What a lit hour usually takes: the middle, for the best days of a cabinet are those on which lamps were out. A lamp that
 * burns again is no waste either: up to what its lamps are rated for nothing is.
 */
function usualOfLamps(known: readonly KnownDay[], now: number, rated: number | null): number {
  const older = known.slice(0, Math.max(LEAST_DAYS, known.length - NOW_DAYS)).map((d) => d.used / d.done)
  const usual = older.toSorted((a, b) => a - b)[Math.floor(older.length / 2)]!
  return rated === null ? usual : Math.max(usual, Math.min(now, rated))
}

const reasonOf = (worse: number, idle: number, isLamp: boolean): (typeof wasteReasons)[number] =>
  worse >= idle ? (isLamp ? 'load-grown' : 'pump-worse') : isLamp ? 'burns-by-day' : 'extra-water'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

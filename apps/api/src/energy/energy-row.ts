import type { EnergyRow, wasteReasons } from '../contract/index.ts'
import type { MachineDays } from './machine-days.ts'

type Told = Omit<EnergyRow, 'asset' | 'name' | 'class' | 'service'>

const MONTH = 30
const LEAST_DAYS = 7
/** The newest days, that are compared with the best of all. */
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
export function energyRow(days: MachineDays, price: number, extra: ExtraWater | null): Told | null {
  const known = days.used.flatMap((used, i) => {
    const done = days.done[i]
    return used === null || done == null || done <= 0 ? [] : [{ used, done, dark: days.dark?.[i] ?? null }]
  })
  if (known.length < LEAST_DAYS) return null
  const specific = known.map((d) => d.used / d.done).toSorted((a, b) => a - b)
  const usual = specific[Math.floor(BEST * (specific.length - 1))]!
  const newest = known.slice(-NOW_DAYS)
  const [used, done] = [sum(newest.map((d) => d.used)), sum(newest.map((d) => d.done))]
  const now = used / done
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

const reasonOf = (worse: number, idle: number, isLamp: boolean): (typeof wasteReasons)[number] =>
  worse >= idle ? (isLamp ? 'load-grown' : 'pump-worse') : isLamp ? 'burns-by-day' : 'extra-water'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

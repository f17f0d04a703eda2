import { HOUR, type Micros } from '@driftbild/core'
import type { Calendar } from '../common/calendar.ts'
import type { HourSeries } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { demandHistory } from './demand-history.ts'
import { dailyWeather, type Weather } from './demand-weather.ts'
import { LEAST_LEARNING_DAYS, learntForecast } from './learnt-forecast.ts'
import { localDays } from './local-days.ts'
import { profileForecast } from './profile-forecast.ts'

export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]
/** Hours that a series must keep to learn from itself and be tried. */
export const HISTORY_HOURS = 26 * 7 * 24

export interface DemandForecast {
  time: Micros[]
  quantiles: number[]
  values: number[][]
}

/** Where the series are and what is known of the days. */
export interface Surroundings {
  zone: string
  holiday: Calendar
  /** Measured before, forecast after. */
  weather?: Weather
}

/**
 * The next `hours` full hours from `asOf` of several inflows that learn from each other, with quantiles from the
 * method's own past errors; null for a series with less than eight days.
 */
export function forecastInflows(
  all: readonly HourSeries[],
  asOf: Micros,
  hours: number,
  { zone, holiday, weather }: Surroundings,
): (DemandForecast | null)[] {
  const first = Math.ceil(asOf / HOUR) * HOUR
  const time = Array.from({ length: hours }, (_, lead) => first + lead * HOUR)
  const at = localHourIndex(first, zone)
  // The clock's change moves the last hour's place by one.
  const leads = hours + 1
  const histories = all.map((series) => demandHistory(localDays(series, zone), holiday, Math.floor(at / 24)))
  const climate = weather ? dailyWeather(weather, zone) : null
  const long = histories.filter((h) => h.days >= LEAST_LEARNING_DAYS)
  const learnt = learntForecast(long, climate, at, leads)
  return all.map((series, s) => {
    const history = histories[s]!
    // After months of silence a long past says nothing of the present scale.
    const said = [learnt?.[long.indexOf(history)], profileForecast(history, at, leads)]
    const expected = said.find((e) => e?.middle.some((v) => !Number.isNaN(v)))
    if (!expected) return null
    // A meter that never ran backwards won't next week.
    const floor = series.values.reduce<number>((least, v) => (v !== null && v < least ? v : least), 0)
    const middles = withoutHoles(expected.middle)
    const values: number[][] = QUANTILES.map(() => [])
    for (const hour of time) {
      const lead = localHourIndex(hour, zone) - at
      const middle = middles[lead]!
      for (const [q, share] of QUANTILES.entries())
        values[q]!.push(Math.max(floor, middle + expected.error(lead, share)))
    }
    return { time, quantiles: QUANTILES, values }
  })
}

/** An hour that is never measured lies between its neighbours. */
function withoutHoles(middle: readonly number[]): number[] {
  return middle.map((value, i) => {
    if (!Number.isNaN(value)) return value
    const before = middle.findLastIndex((v, k) => k < i && !Number.isNaN(v))
    const after = middle.findIndex((v, k) => k > i && !Number.isNaN(v))
    if (before < 0 || after < 0) return middle[Math.max(before, after)]!
    return middle[before]! + ((middle[after]! - middle[before]!) * (i - before)) / (after - before)
  })
}

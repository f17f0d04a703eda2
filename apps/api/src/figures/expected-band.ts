import { DAY, type Forecast, HOUR, type Micros } from '@driftbild/core'

export interface HourBand {
  at: Micros
  low: number
  mid: number
  high: number
}

/** What was expected of each instant by the last forecast that was made before it. Forecasts in the order they were made. */
export function expectedBefore(forecasts: readonly Forecast[]): HourBand[] {
  const newest = new Map<Micros, HourBand>()
  for (const { time, quantiles, values, asOf } of forecasts) {
    const lowest = values[0]
    const highest = values.at(-1)
    const middle = values[Math.floor(quantiles.length / 2)]
    if (!lowest || !highest || !middle) continue
    for (const [i, at] of time.entries()) {
      if (at < asOf) continue
      newest.set(at, { at, low: lowest[i]!, mid: middle[i]!, high: highest[i]! })
    }
  }
  return [...newest.values()].sort((a, b) => a.at - b.at)
}

/** With fewer weeks nobody can say what is usual. */
const ENOUGH_WEEKS = 2

/** The lowest, middle and highest of the same hours of the weeks before, where enough of them are known. */
export function hoursBefore(
  hours: ReadonlyMap<Micros, number | null>,
  from: Micros,
  to: Micros,
  weeks: number,
): HourBand[] {
  const band: HourBand[] = []
  for (let at = Math.ceil(from / HOUR) * HOUR; at < to; at += HOUR) {
    const before: number[] = []
    for (let week = 1; week <= weeks; week++) {
      const value = hours.get(at - week * 7 * DAY)
      if (value !== null && value !== undefined) before.push(value)
    }
    if (before.length < ENOUGH_WEEKS) continue
    before.sort((a, b) => a - b)
    band.push({ at, low: before[0]!, mid: before[Math.floor(before.length / 2)]!, high: before.at(-1)! })
  }
  return band
}

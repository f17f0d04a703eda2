import { type Forecast, HOUR, type Micros } from '@driftbild/core'
import { AHEAD } from './overflow-risk.ts'

/** Rain that a weather service expects, by hour from the step on, mm/h. */
export interface RainAhead {
  source: string
  /** When it was known here. */
  since: Micros
  mean: number[]
  median: number[]
  /** What hardly any of the service's ways exceeds. */
  most: number[]
}

/** One that is older says less than the rain that falls now. */
const OLDEST = 12 * HOUR
/** The median's place, and from where on a quantile is nearly the most. */
const MIDDLE = 0.5

/** What a forecast says of the hours after a step; null where there is none, it is too old, or ends too soon. */
export function rainAhead(forecast: Forecast | undefined, asOf: Micros): RainAhead | null {
  if (!forecast || forecast.asOf > asOf || asOf - forecast.asOf > OLDEST) return null
  const { time, quantiles, values, model } = forecast
  const hour = Math.floor(asOf / HOUR) * HOUR
  const first = time.indexOf(hour)
  const middle = quantiles.reduce(
    (best, q, i) => (Math.abs(q - MIDDLE) < Math.abs(quantiles[best]! - MIDDLE) ? i : best),
    0,
  )
  const hours = time.slice(first).findIndex((at, i) => at !== hour + i * HOUR)
  const end = hours === -1 ? time.length : first + hours
  if (first === -1 || end - first < AHEAD) return null
  const cut = (of: readonly number[]) => of.slice(first, end)
  const median = cut(values[middle]!)
  return {
    ...{ source: model.name, since: forecast.asOf, median, most: cut(values.at(-1)!) },
    mean: forecast.mean ? cut(forecast.mean) : median,
  }
}

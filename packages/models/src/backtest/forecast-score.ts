import type { Forecast, Micros } from '@driftbild/core'
import { pinball } from './scores.ts'

export interface PinballSum {
  loss: number
  n: number
  /** Truths between the lowest and the highest quantile. */
  inside: number
  points: number
}

/** What a forecast is scored as, and over how many of its hours. */
export interface ForecastQuestion {
  name: string
  hours: number
}

/** Adds the quantile losses of forecasts whose hours have passed by `until`. */
export function scoreForecasts(
  sums: Map<string, PinballSum>,
  forecasts: readonly Forecast[],
  measured: (signal: string, from: Micros, to: Micros) => ReadonlyMap<Micros, number | null>,
  until: Micros,
  questionOf: (signal: string) => ForecastQuestion = () => ({ name: '', hours: Infinity }),
): void {
  for (const forecast of forecasts) {
    const { name, hours } = questionOf(forecast.signal)
    const sum = sums.get(name) ?? { loss: 0, n: 0, inside: 0, points: 0 }
    sums.set(name, sum)
    const last = Math.min(until, forecast.time.at(-1)! + 3_600e6)
    const truth = measured(forecast.signal, forecast.time[0]!, last)
    for (const [i, at] of forecast.time.slice(0, hours).entries()) {
      const value = truth.get(at)
      if (value == null) continue
      for (const [q, share] of forecast.quantiles.entries()) {
        sum.loss += pinball(value, forecast.values[q]![i]!, share)
        sum.n++
      }
      sum.points++
      if (value >= forecast.values[0]![i]! && value <= forecast.values.at(-1)![i]!) sum.inside++
    }
  }
}

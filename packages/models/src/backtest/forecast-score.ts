import type { Forecast, Micros, RollupStep } from '@driftbild/core'
import type { SeriesSource } from './drive.ts'
import { pinball } from './scores.ts'

export interface PinballSum {
  loss: number
  n: number
  /** Truths between the lowest and the highest quantile. */
  inside: number
  points: number
}

/** Adds the quantile losses of forecasts whose hours have passed by `until`. */
export function scoreForecasts(
  sum: PinballSum,
  forecasts: readonly Forecast[],
  source: SeriesSource,
  step: RollupStep,
  until: Micros,
): void {
  for (const forecast of forecasts) {
    const last = Math.min(until, forecast.time.at(-1)! + 3_600e6)
    const truth = new Map(
      source.rollups(forecast.signal, step, forecast.time[0]!, last).map((r) => [r.bucket, r.average]),
    )
    for (const [i, at] of forecast.time.entries()) {
      const measured = truth.get(at)
      if (measured == null) continue
      for (const [q, share] of forecast.quantiles.entries()) {
        sum.loss += pinball(measured, forecast.values[q]![i]!, share)
        sum.n++
      }
      sum.points++
      if (measured >= forecast.values[0]![i]! && measured <= forecast.values.at(-1)![i]!) sum.inside++
    }
  }
}

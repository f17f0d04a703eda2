import { type Forecast, HOUR } from '@driftbild/core'
import type { RecordedCell } from './read-cells.ts'

export interface ForecastError {
  model: number
  lastFourWeeks: number
  hours: number
}

/**
 * The newest forecasts against what the file goes on with after the window: mean absolute error of the median,
 * beside that of the mean of the same hour in the four weeks before.
 */
export function forecastErrorOf(
  cells: readonly RecordedCell[],
  forecasts: readonly Forecast[],
): ForecastError | null {
  const truth = new Map(cells.map(({ key, time, value }) => [`${key} ${time}`, value]))
  const errors = { model: 0, lastFourWeeks: 0, hours: 0 }
  for (const { signal, asOf, time, quantiles, values } of forecasts) {
    const median = values[quantiles.indexOf(0.5)]
    for (const [i, at] of time.entries()) {
      const real = truth.get(`${signal} ${at}`)
      const before = [1, 2, 3, 4].flatMap((week) => truth.get(`${signal} ${at - week * 7 * 24 * HOUR}`) ?? [])
      if (real === undefined || real === null || before.length === 0 || at < asOf || !median) continue
      errors.model += Math.abs(median[i]! - real)
      errors.lastFourWeeks += Math.abs(before.reduce((a, b) => a + b) / before.length - real)
      errors.hours++
    }
  }
  if (errors.hours === 0) return null
  return {
    model: errors.model / errors.hours,
    lastFourWeeks: errors.lastFourWeeks / errors.hours,
    hours: errors.hours,
  }
}

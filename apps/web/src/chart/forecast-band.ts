import type { Forecast } from '@driftbild/core'
import type { Band } from './draw.ts'

/** Seconds ahead that a week's chart has room for. */
const AHEAD = 3 * 86_400
const MICROS = 1_000_000

/** A forecast as a band from its lowest to its highest quantile around the middle one; null when it has none. */
export function forecastBand(forecast: Forecast): Band | null {
  const { quantiles, values } = forecast
  const order = quantiles.map((q, i) => ({ q, i })).sort((a, b) => a.q - b.q)
  const middle = order.toSorted((a, b) => Math.abs(a.q - 0.5) - Math.abs(b.q - 0.5))[0]
  const low = values[order[0]?.i ?? -1]
  const high = values[order.at(-1)?.i ?? -1]
  const mid = values[middle?.i ?? -1]
  if (!low || !mid || !high) return null
  const end = forecast.asOf / MICROS + AHEAD
  const time = forecast.time.map((at) => at / MICROS)
  const count = time.filter((at) => at <= end).length
  return {
    time: time.slice(0, count),
    low: low.slice(0, count),
    mid: mid.slice(0, count),
    high: high.slice(0, count),
  }
}

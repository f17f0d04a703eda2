import { median, quantile } from '../common/statistics.ts'

export interface SumpLevels {
  /** m over the floor at which a pump starts, and stops. */
  start: number
  stop: number
}

export interface RunParts extends SumpLevels {
  /** m², m, and m³/h of one pump and of all together. */
  area: number
  overflow: number
  one: number
  both: number
}

export interface SumpRun {
  startsPerDay: number
  mostStartsPerHour: number
  /** kWh a day for the part of the lift that the levels decide: from the middle of the band to the weir. */
  liftKwhPerDay: number
  /** Minutes. */
  retention: number
  minutesToOverflow: number
  hoursOverCapacity: number
}

/** kWh for a m³ and a m: ρ·g over the efficiency of a small wastewater pump with its motor. */
const EFFICIENCY = 0.4
const PER_M3_AND_M = (1000 * 9.81) / 3.6e6 / EFFICIENCY

/**
 * A sump between two levels under the inflows of past hours, each steady within itself: a cycle fills the band at the
 * inflow and empties it at what the pump lifts beyond.
 */
export function runLevels(parts: RunParts, hourly: readonly number[]): SumpRun {
  const { start, stop, area, overflow, one, both } = parts
  const volume = area * (start - stop)
  let [starts, most, over, lifted] = [0, 0, 0, 0]
  const retention: number[] = []
  for (const inflow of hourly) {
    lifted += inflow
    if (inflow >= both) over++
    const perHour = inflow <= 0 || inflow >= one ? 0 : 1 / (volume / inflow + volume / (one - inflow))
    starts += perHour
    most = Math.max(most, perHour)
    retention.push((60 * area * ((start + stop) / 2)) / Math.max(inflow, 0.1))
  }
  const days = hourly.length / 24
  const busy = quantile(hourly, 0.95) ?? 0
  return {
    startsPerDay: starts / days,
    mostStartsPerHour: most,
    liftKwhPerDay: (lifted / days) * (overflow - (start + stop) / 2) * PER_M3_AND_M,
    retention: median(retention) ?? 0,
    minutesToOverflow: (60 * area * (overflow - start)) / Math.max(busy, 0.1),
    hoursOverCapacity: over,
  }
}

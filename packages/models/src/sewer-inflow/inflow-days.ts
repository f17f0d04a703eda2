import { HOUR } from '@driftbild/core'
import type { HourSeries } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { ascending } from '../common/statistics.ts'
import { dryAt, type InflowFit } from './learn-inflow.ts'

/** A local day of a station, kept for longer than its hours. */
export interface InflowDay {
  /** Days since 1970, local. */
  day: number
  /** m³, and of it what came beyond the dry pattern. */
  total: number
  beyond: number
  /** mm */
  rain: number | null
  /** m³/h: the mean of the lowest two hours of the night. */
  night: number
}

const NIGHT = [1, 2, 3, 4, 5]
const LEAST_HOURS = 20

/** One local day, from its hours; null when too few are known. */
export function inflowDay(
  fit: InflowFit,
  inflow: HourSeries,
  rain: HourSeries,
  zone: string,
  day: number,
): InflowDay | null {
  let [sum, dry, fallen, rainHours] = [0, 0, 0, 0]
  const known: { hour: number; flow: number }[] = []
  const from = Math.max(0, inflow.values.length - 60)
  for (let i = from; i < inflow.values.length; i++) {
    const local = localHourIndex((inflow.start + i) * HOUR, zone)
    if (Math.floor(local / 24) !== day) continue
    const mm = rain.values[inflow.start + i - rain.start] ?? null
    if (mm !== null) {
      fallen += mm
      rainHours++
    }
    const flow = inflow.values[i]
    if (flow == null) continue
    known.push({ hour: local % 24, flow })
    sum += flow
    dry += dryAt(fit, local)
  }
  const nights = known.filter((k) => NIGHT.includes(k.hour)).map((k) => k.flow)
  if (known.length < LEAST_HOURS || nights.length < 2) return null
  const whole = 24 / known.length
  const [first, second] = nights.toSorted(ascending)
  return {
    day,
    total: to1(sum * whole),
    beyond: to1((sum - dry) * whole),
    rain: rainHours < LEAST_HOURS ? null : to1(fallen),
    night: to1(((first ?? 0) + (second ?? 0)) / 2),
  }
}

const to1 = (value: number): number => Math.round(value * 10) / 10

import { convert, HOUR, type Micros, type Rollup, type Unit } from '@driftbild/core'
import { hourlyMeans } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { round } from '../common/prediction.ts'
import type { SeriesInputs } from '../model.ts'

/** A day of a zone, up to its step; plain JSON. */
export interface ZoneDay {
  /** Local date on which it ended, as days since 1970. */
  day: number
  /** Hours in which every meter and the pressure at the inlet were known. */
  hours: ZoneDayHour[]
  /** Net inflow by night, m³/h. */
  night: number | null
}

export interface ZoneDayHour {
  /** m³/h by meter. */
  flows: number[]
  /** m above the pressure at the inlet, by sensor; null where it was silent or stood still. */
  pressures: (number | null)[]
}

/** Input names and units of what a day is made of. */
export interface DayParts {
  timeZone: string
  meters: readonly { name: string; unit: Unit }[]
  reference: { name: string; unit: Unit }
  sensors: readonly { name: string; unit: Unit }[]
}

/** An hour of exactly one value after another of the same comes from an instrument that stands still. */
const STILL_READINGS = 6

export function zoneDay(
  { timeZone, meters, reference, sensors }: DayParts,
  inputs: SeriesInputs,
  night: number | null,
): ZoneDay {
  const series = (name: string) => inputs.series[name] ?? []
  const flows = meters.map(({ name, unit }) => hourlyMeans(series(name), unit, 'm3/h'))
  const pressure = ({ name, unit }: { name: string; unit: Unit }) => {
    const still = standingStill(series(name))
    const means = hourlyMeans(series(name), unit, unit)
    return (at: Micros): number | null => {
      const value = still.has(at) ? null : (means.get(at) ?? null)
      return value === null ? null : convert(value, unit, 'm[H2O]')
    }
  }
  const atInlet = pressure(reference)
  const own = sensors.map(pressure)
  const hours: ZoneDayHour[] = []
  for (let at = Math.ceil(inputs.from / HOUR) * HOUR; at + HOUR <= inputs.to; at += HOUR) {
    const known = flows.map((meter) => meter.get(at) ?? null)
    const base = atInlet(at)
    if (base === null || known.includes(null)) continue
    hours.push({
      flows: known.map((flow) => round(flow!, 3)),
      pressures: own.map((sensor) => {
        const value = sensor(at)
        return value === null ? null : round(value - base, 4)
      }),
    })
  }
  return { day: Math.floor(localHourIndex(inputs.to - 1, timeZone) / 24), hours: hours.slice(-24), night }
}

function standingStill(rollups: readonly Rollup[]): Set<Micros> {
  const still = new Set<Micros>()
  for (const [i, r] of rollups.entries()) {
    const before = rollups[i - 1]
    if (
      r.minimum === r.maximum &&
      r.good >= STILL_READINGS &&
      before?.minimum === r.minimum &&
      before.maximum === r.maximum
    )
      still.add(r.bucket)
  }
  return still
}

import { convert, HOUR, type Micros } from '@driftbild/core'
import { hourlyMeans } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { mean } from '../common/statistics.ts'
import type { SeriesInputs } from '../model.ts'
import type { NightFlowConfig } from './config.ts'

/** Local hours 02 and 03: after the last toilets, before the first showers. One in spring's night, three in autumn's. */
export const NIGHT_HOURS = [2, 3]

/** One local night of a zone. */
export interface Night {
  /** Local date as days since 1970. */
  day: number
  /** Net inflow in the night window, m³/h; null where a meter was missing or stood still. */
  flow: number | null
  /** Net inflow over the 24 h that the step brought, m³/h. */
  dayFlow: number | null
  /** Night means per pressure sensor, m water column. */
  pressures: (number | null)[]
  /** Belongs to a leak that is over: neither normal nor evidence. */
  leak: boolean
}

/** The night that ended before `asOf`, if its window lies in the inputs. */
export function nightOf(
  config: NightFlowConfig,
  inputs: SeriesInputs,
  flat: ReadonlySet<string>,
): Night | null {
  const hours = (at: Micros) => localHourIndex(at, config.timeZone)
  const buckets: Micros[] = []
  for (let at = Math.ceil(inputs.from / HOUR) * HOUR; at + HOUR <= inputs.to; at += HOUR) buckets.push(at)
  const inWindow = buckets.filter((at) => NIGHT_HOURS.includes(hours(at) % 24))
  const last = inWindow.at(-1)
  if (last === undefined) return null
  const day = Math.floor(hours(last) / 24)
  const window = inWindow.filter((at) => Math.floor(hours(at) / 24) === day)

  const meters = config.meters.map((m) => ({
    sign: m.sign,
    flat: flat.has(m.name),
    means: hourlyMeans(inputs.series[m.name] ?? [], m.unit, 'm3/h'),
  }))
  const net = (at: Micros): number | null => {
    let sum = 0
    for (const meter of meters) {
      const value = meter.flat ? null : (meter.means.get(at) ?? null)
      if (value === null) return null
      sum += meter.sign * value
    }
    return sum
  }
  const known = (at: readonly Micros[]) => at.map(net).filter((v) => v !== null)
  const nightFlows = known(window)
  const recent = known(buckets.slice(-24))
  return {
    day,
    flow: nightFlows.length === window.length ? mean(nightFlows) : null,
    dayFlow: recent.length >= 20 ? mean(recent) : null,
    pressures: config.pressures.map((p) => {
      if (flat.has(p.name)) return null
      const means = hourlyMeans(inputs.series[p.name] ?? [], p.unit, p.unit)
      const values = window.map((at) => means.get(at) ?? null).filter((v) => v !== null)
      const value = mean(values)
      return value === null ? null : convert(value, p.unit, 'm[H2O]')
    }),
    leak: false,
  }
}

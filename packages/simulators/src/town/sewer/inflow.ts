import { MINUTE } from '@driftbild/core'
import type { Demand } from '../water/demand.ts'
import { STEP } from '../water/demand.ts'
import type { Weather } from '../weather.ts'
import type { Station } from './stations.ts'

/** From the tap to the station. */
const TRAVEL = 6
/** Of what runs off: most comes at once, the rest seeps for a day. */
const QUICK = { share: 0.8, memory: (40 * MINUTE) / STEP }
const SLOW = { share: 0.45, memory: (11 * 60 * MINUTE) / STEP }
/** Rain further back than this many days has run through. */
const REMEMBERED = 4
const PER_DAY = 288

/** Groundwater that comes whatever the weather, share of the dry flow. */
const GROUNDWATER = 0.14

/** m³/h into a station, for each five minutes from `first` on. */
export function inflowOf(
  station: Station,
  demand: Demand,
  weather: Weather,
  first: number,
  count: number,
): Float64Array {
  const flows = new Float64Array(count)
  let quick = 0
  let slow = 0
  const firstDay = Math.floor(first / PER_DAY)
  for (let day = firstDay - REMEMBERED; day * PER_DAY < first + count; day++) {
    const rain = weather.rainOfDay(day)
    if (rain === null && day < firstDay) {
      quick *= DRY_DAY.quick
      slow *= DRY_DAY.slow
      continue
    }
    for (let i = 0; i < PER_DAY; i++) {
      // mm/h on m² is a thousandth of m³/h.
      const running = rain === null ? 0 : (rain[i]! * station.paved) / 1000
      quick += (running * QUICK.share - quick) / QUICK.memory
      slow += (running * SLOW.share - slow) / SLOW.memory
      const at = day * PER_DAY + i - first
      if (at < 0 || at >= count) continue
      const used = station.dryFlow * demand.at(station.from, first + at - TRAVEL)
      flows[at] = used * (1 - GROUNDWATER) + station.dryFlow * GROUNDWATER + quick + slow
    }
  }
  return flows
}

const DRY_DAY = {
  quick: (1 - 1 / QUICK.memory) ** PER_DAY,
  slow: (1 - 1 / SLOW.memory) ** PER_DAY,
}

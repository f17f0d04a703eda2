import { baselineOf } from '../common/baseline.ts'
import { mean, median } from '../common/statistics.ts'
import type { PumpConfig } from './config.ts'
import { pumpHealth } from './model.ts'
import { operatingPoints } from './operating-points.ts'

/** mm/s, zone B/C of ISO 10816-7 category I up to 200 kW: where most alarm limits stand. */
const VIBRATION = 4
const EFFICIENCY = 0.9

/** Fixed limits: vibration over zone B/C, or efficiency 10 % under that of the first week. */
export const pumpHealthBaseline = baselineOf<PumpConfig>(pumpHealth, {
  measure: (config, inputs) => {
    const points = operatingPoints(config, inputs)
    if (points.length < 6) return null
    const vibration = mean(points.flatMap((p) => p.vibration ?? [])) ?? 0
    const efficiency = median(
      points.flatMap((p) =>
        p.flow !== null && p.head !== null && p.power ? [(p.flow * p.head) / p.power] : [],
      ),
    )
    return [vibration, efficiency ?? 0]
  },
  judge: (config, row) => {
    const today = row.at(-1)
    if (!today) return []
    const first = mean(row.slice(0, 7).map((d) => d[1]!))!
    const bad = today[0]! > VIBRATION || (first > 0 && today[1]! < EFFICIENCY * first)
    return bad ? [{ tag: config.tag, probability: 0.5 }] : []
  },
  keep: 400,
})

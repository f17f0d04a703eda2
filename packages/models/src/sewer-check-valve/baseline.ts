import { baselineOf } from '../common/baseline.ts'
import { mean } from '../common/statistics.ts'
import type { SewerPumpConfig } from '../sewer-pump/config.ts'
import { sewerCheckValve } from './model.ts'

/** Half as many starts again as on the mean of the last seven days. */
export const sewerCheckValveBaseline = baselineOf<SewerPumpConfig>(sewerCheckValve, {
  measure: (_, inputs) => {
    const counted = (inputs.series.starts ?? []).flatMap((r) => r.last ?? [])
    return counted.length < 2 ? null : [counted.at(-1)! - counted[0]!]
  },
  judge: ({ tag }, row) => {
    const before = row.slice(0, -1)
    const today = row.at(-1)
    if (!today || before.length < 5) return []
    return today[0]! > 1.5 * mean(before.map((d) => d[0]!))! ? [{ tag, probability: 0.5 }] : []
  },
  keep: 8,
})

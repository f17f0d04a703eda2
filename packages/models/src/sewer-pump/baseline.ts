import { baselineOf } from '../common/baseline.ts'
import { mean, median } from '../common/statistics.ts'
import type { SewerPumpConfig } from './config.ts'
import { sewerPump } from './model.ts'

/** A day's mean flow while running 20 % under the mean of the last seven days. */
export const sewerPumpBaseline = baselineOf<SewerPumpConfig>(sewerPump, {
  measure: (config, inputs) => {
    const flows = (inputs.series.flow ?? []).flatMap((r) =>
      r.average !== null && r.average > 0.15 * config.ratedFlow ? [r.average] : [],
    )
    const flow = median(flows)
    return flow === null ? null : [flow]
  },
  judge: (config, row) => {
    const before = row.slice(0, -1)
    const today = row.at(-1)
    if (!today || before.length < 5) return []
    return today[0]! < 0.8 * mean(before.map((d) => d[0]!))! ? [{ tag: config.tag, probability: 0.5 }] : []
  },
  keep: 8,
})

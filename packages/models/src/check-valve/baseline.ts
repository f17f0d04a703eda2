import { convert } from '@driftbild/core'
import { baselineOf } from '../common/baseline.ts'
import { quantile } from '../common/statistics.ts'
import { type CheckValveConfig, pumpInput } from './config.ts'
import { checkValve } from './model.ts'

/** Bar over the pressure before the pump, where there should be none while it rests. */
const LIMIT = 0.1

/** A fixed limit: the least pressure after a pump in a day, over that before it. */
export const checkValveBaseline = baselineOf<CheckValveConfig>(checkValve, {
  measure: ({ signals }, { series }) => {
    const least = (role: 'suction-pressure' | 'discharge-pressure') => {
      const input = pumpInput(0, role)
      const values = (series[input] ?? []).flatMap((r) =>
        r.average === null ? [] : [convert(r.average, signals[input]!.unit, 'bar')],
      )
      return quantile(values, 0.05)
    }
    const [before, after] = [least('suction-pressure'), least('discharge-pressure')]
    return before === null || after === null ? null : [after - before]
  },
  judge: ({ tag }, row) => {
    const over = row.at(-1)?.[0] ?? 0
    // A pump that ran all day shows what it lifts.
    return over > LIMIT && over < 1 ? [{ tag, probability: 0.5 }] : []
  },
  keep: 2,
})

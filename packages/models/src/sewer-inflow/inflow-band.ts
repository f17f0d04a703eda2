import { QUANTILES } from '../inflow-forecast/inflow-forecast.ts'
import type { InflowNow } from './expect-inflow.ts'
import { groupOf, type InflowErrors, isWet } from './inflow-errors.ts'
import type { InflowFit } from './learn-inflow.ts'
import { capacityOf } from './water-balance.ts'

export interface InflowBand {
  quantiles: readonly number[]
  /** m³/h: by quantile, by hour ahead. */
  values: number[][]
}

/** What is expected with what such forecasts were off by. */
export function bandOf(
  fit: InflowFit,
  errors: InflowErrors,
  now: InflowNow,
  expected: readonly number[],
): InflowBand {
  const ratios = isWet(fit, now, expected[0] ?? 0) ? errors.wet : errors.dry
  return {
    quantiles: QUANTILES,
    values: QUANTILES.map((_, q) => expected.map((flow, lead) => flow * ratios[groupOf(lead)]![q]!)),
  }
}

interface Sump {
  area: number
  start: number
  stop: number
  overflow: number
}

/**
 * m: where the level stands. Between stop and start while the pumps keep up; by what they leave, up to the weir, when
 * more comes than they lift.
 */
export function levelsOf(
  { area, start, stop, overflow }: Sump,
  level: number,
  capacities: readonly { flow: number }[],
  { quantiles, values }: InflowBand,
): number[][] {
  const most = capacityOf(capacities.map((c) => c.flow))
  return quantiles.map((share, q) => {
    let over = Math.max(0, level - start)
    return values[q]!.map((flow) => {
      over = Math.min(overflow - start, Math.max(0, over + (flow - most) / area))
      return over > 0 ? start + over : stop + share * (start - stop)
    })
  })
}

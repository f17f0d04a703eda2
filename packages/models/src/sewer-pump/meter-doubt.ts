import { DAY, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { median } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'
import type { CapacityDay } from './capacity-day.ts'
import type { SewerPumpConfig } from './config.ts'

/** Days in a row that have to agree. */
const AGREEING = 3
const OFF = 0.1
const STEADY = 0.05
const PROBABILITY = 0.9

/**
 * A flow meter that shows another flow than it used to while the sump goes down as fast as ever: the instrument
 * is wrong, not the pump. The sump must have been known while the usual was learnt.
 */
export function meterDoubt(
  config: SewerPumpConfig,
  days: readonly CapacityDay[],
  learnt: number,
  asOf: Micros,
): Finding | null {
  if (!config.flow || days.length < learnt + AGREEING) return null
  const first = days.slice(0, learnt)
  const flow = median(first.map((d) => d.flow))!
  const drawn = median(first.flatMap((d) => d.drawn ?? []))
  const newest = days.slice(-AGREEING)
  if (drawn === null) return null
  const isOff = newest.every((d) => Math.abs(d.flow / flow - 1) > OFF)
  const isSteady = newest.every((d) => d.drawn !== null && Math.abs(d.drawn / drawn - 1) < STEADY)
  if (!isOff || !isSteady) return null
  const today = newest.at(-1)!
  const since = asOf - AGREEING * DAY
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'sensor-fault',
    probability: PROBABILITY,
    when: { from: since - DAY, likely: since, to: asOf },
    horizon: asOf + 7 * DAY,
    reasons: [
      {
        weight: 1,
        sentence: sentence('flow-against-sump', {
          signal: config.flow.key,
          now: round(today.flow, 1),
          drawn: round(today.drawn!, 1),
        }),
        chart: { signal: config.flow.key, from: asOf - 30 * DAY, to: asOf, expected: null },
      },
    ],
  }
}

import { DAY, type FaultMode, HOUR, type Micros, type Subject } from '@driftbild/core'
import type { RollupStore } from '@driftbild/models/backtest'
import type { Scenario } from '@driftbild/simulators'

const FULL = 0.8
const AHEAD = 3 * DAY

/**
 * Whether a container became full within three days; not to be answered (null) where it was emptied before, where
 * it was full already, or where something sat before its sensor.
 */
export function fullWithoutEmptying(store: RollupStore, scenario: Scenario) {
  const blocked = scenario.filter((d) => d.kind === 'bin-blocked')
  return (subject: Subject, _kind: FaultMode, asOf: Micros): boolean | null => {
    const isBlocked = blocked.some(
      (d) => d.asset === subject.tag && d.from < asOf + AHEAD && (d.to ?? Infinity) > asOf - DAY,
    )
    if (isBlocked) return null
    const hours = store.rollups(`${subject.tag}/fill`, '1h', asOf - 3 * HOUR, asOf + AHEAD)
    let before = hours[0]?.average ?? null
    if (before === null || before >= FULL) return null
    for (const { average, bucket } of hours) {
      if (average === null || average < before - 0.1) return null
      if (bucket >= asOf && average >= FULL) return true
      before = average
    }
    return (hours.at(-1)?.bucket ?? 0) >= asOf + AHEAD - 2 * HOUR ? false : null
  }
}

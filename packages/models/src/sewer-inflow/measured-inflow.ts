import { HOUR, type Micros, type Register } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'
import { type SewerInflowState, sewerInflow } from './model.ts'

/** Hourly inflows by the keys under which they are forecast, as the model's own balance measured them. */
export function measuredInflow(
  register: Register,
  drive: (
    model: typeof sewerInflow,
    subject: ModelSubject,
  ) => Iterable<{ state: SewerInflowState; asOf: Micros }>,
): Map<string, ReadonlyMap<Micros, number | null>> {
  const bySignal = new Map<string, ReadonlyMap<Micros, number | null>>()
  for (const subject of sewerInflow.subjects(register)) {
    const hours = new Map<Micros, number | null>()
    let key: string | null = null
    for (const { state, asOf } of drive(sewerInflow, subject)) {
      key = state.config.flow?.key ?? null
      hours.set(asOf - HOUR, state.inflow.values.at(-1) ?? null)
    }
    if (key !== null) bySignal.set(key, hours)
  }
  return bySignal
}

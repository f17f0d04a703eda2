import type { PumpCondition } from '@driftbild/models/pump-condition'
import type { EnergyTold } from './energy-row.ts'

const MONTH = 30

/**
 * A row of a pump whose efficiency is known at each of its operating points: then that says what is lost, not its days, on
 * which it may have pumped against another head.
 */
export function byCurve(told: EnergyTold, condition: PumpCondition | null, sekPerKwh: number): EnergyTold {
  if (!condition?.measures.some(({ kind }) => kind === 'efficiency') || told.used <= 0) return told
  const kwh = Math.min(told.used, (condition.energy?.perDay ?? 0) * MONTH)
  return {
    ...told,
    ...{ expected: told.used - kwh, usualPerUnit: told.perUnit * (1 - kwh / told.used) },
    wasted: { kwh, sek: kwh * sekPerKwh },
    reason: kwh > 0 ? 'pump-worse' : 'none',
  }
}

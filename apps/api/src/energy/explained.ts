import type { FaultMode } from '@driftbild/core'
import type { StoredPrediction } from '@driftbild/store'
import type { EnergyRow } from '../contract/index.ts'
import type { EnergyTold } from './energy-row.ts'

/** What takes energy for nothing while it stands, the dearest kind of trouble first. */
const wasteful: readonly FaultMode[] = [
  ...(['foreign-load', 'day-burning', 'earth-fault'] as const),
  ...(['pump-clogged', 'check-valve', 'pump-failure', 'contactor-fault'] as const),
]
const LIKELY = 0.5
const HOURS = 30 * 24
const VOLTS = 230

/**
 * A row with what a model says of the machine. A load that isn't lighting and a current to earth are counted by what the
 * model measures: days alone show them only while they grow.
 */
export function explained(
  told: EnergyTold,
  said: readonly StoredPrediction[],
  sekPerKwh: number,
): EnergyTold & Pick<EnergyRow, 'prediction'> {
  const [first] = said
    .filter(({ prediction: { kind, probability } }) => wasteful.includes(kind) && probability >= LIKELY)
    .toSorted((a, b) => wasteful.indexOf(a.prediction.kind) - wasteful.indexOf(b.prediction.kind))
  const prediction = first ? { id: first.id, kind: first.prediction.kind } : null
  const measured = first ? taken(told, first.prediction) : null
  if (!measured || measured.kwh < told.wasted.kwh) return { ...told, prediction }
  const { kwh, reason } = measured
  return {
    ...{ ...told, reason, prediction },
    expected: told.used - kwh,
    wasted: { kwh, sek: kwh * sekPerKwh },
  }
}

/** kWh a month. */
function taken(
  { used, perUnit }: EnergyTold,
  { kind, size }: StoredPrediction['prediction'],
): { kwh: number; reason: 'foreign-load' | 'earth-fault' } | null {
  if (kind === 'foreign-load' && size?.unit === 'W')
    return { kwh: Math.min(used, (size.value * HOURS) / 1000), reason: kind }
  // Only while the circuit is fed.
  if (kind === 'earth-fault' && size?.unit === 'A' && perUnit > 0)
    return { kwh: Math.min(used, ((size.value * VOLTS) / 1000) * (used / perUnit)), reason: kind }
  return null
}

import type { FoldedRollup } from './fold-rollups.ts'
import type { SignalKind } from './signal.ts'
import { HOUR } from './time.ts'
import { type Quantity, type Unit, units } from './unit.ts'

/** What a rate amounts to over time; its base unit is one of these in an hour. */
const amounts: Partial<Record<Quantity, Unit>> = { flow: 'm3', power: 'kWh', rain: 'mm' }

export interface Amount {
  value: number
  unit: Unit
}

/**
 * How much flowed, was used or fell in a bucket: what a counter counted, or a rate's integral over the time in
 * which a good value of it stood. Null of what has no amount, and where nothing good is known.
 */
export function amountOf(
  { counted, timeWeighted, covered }: Pick<FoldedRollup, 'counted' | 'timeWeighted' | 'covered'>,
  { kind, unit }: { kind: SignalKind; unit: Unit },
): Amount | null {
  if (kind.type === 'counter') return counted && { value: counted.increase, unit }
  const { quantity, factor } = units[unit]
  const integrated = amounts[quantity]
  if (integrated === undefined || kind.type !== 'measure' || timeWeighted === null) return null
  return { value: timeWeighted * factor * (covered / HOUR), unit: integrated }
}

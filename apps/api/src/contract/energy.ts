import { AssetClass, FaultMode, Service } from '@driftbild/core'
import { z } from 'zod'

/** Why something uses more than it should. */
export const wasteReasons = [
  ...(['pump-worse', 'extra-water', 'burns-by-day', 'load-grown'] as const),
  ...(['foreign-load', 'earth-fault', 'none'] as const),
] as const

export const EnergyRow = z.object({
  asset: z.string(),
  name: z.string(),
  class: AssetClass,
  service: Service,
  /** Whole days of which all is known. */
  days: z.int(),
  /** kWh a month of thirty days, used and expected. */
  used: z.number(),
  expected: z.number(),
  /** kWh for a m³, or for a lit hour. */
  perUnit: z.number(),
  usualPerUnit: z.number(),
  unit: z.enum(['kWh/m3', 'kWh/h']),
  /** A month. */
  wasted: z.object({ kwh: z.number(), sek: z.number() }),
  reason: z.enum(wasteReasons),
  /** What a model says of the same trouble, and stands. */
  prediction: z.object({ id: z.uuid(), kind: FaultMode }).nullable(),
  /** Power from the motor's current or plate instead of a meter. */
  estimate: z.boolean(),
})
export type EnergyRow = z.infer<typeof EnergyRow>

export const EnergyView = z.object({
  /** The dearest waste first. */
  rows: z.array(EnergyRow),
  price: z.object({ sekPerKwh: z.number(), source: z.string().nullable() }),
  /** Stations and cabinets of which too little is known. */
  unknown: z.int(),
})
export type EnergyView = z.infer<typeof EnergyView>

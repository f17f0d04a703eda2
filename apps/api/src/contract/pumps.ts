import { AssetClass, FaultMode, Service } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

/** What a pump is judged by. */
export const pumpMeasures = ['efficiency', 'vibration', 'bearing', 'capacity', 'seal'] as const

/** What its measurements point to. */
export const pumpModes = [
  ...(['wear', 'bearing', 'cavitation', 'imbalance', 'rags'] as const),
  ...(['inlet', 'backflow', 'shut', 'seal'] as const),
] as const

export const PumpMeasureView = z.object({
  kind: z.enum(pumpMeasures),
  unit: z.enum(['1', 'mm/s', 'Cel', 'm3/h']),
  /** The middle of its newest days, of its first ones, and where the pump no longer does its job. */
  now: z.number(),
  normal: z.number(),
  limit: z.number(),
  /** 100 as at first, 0 at the limit. */
  index: z.int(),
  /** By day. */
  time: z.array(Time),
  values: z.array(z.number()),
})
export type PumpMeasureView = z.infer<typeof PumpMeasureView>

export const PumpView = z.object({
  asset: z.string(),
  name: z.string(),
  class: AssetClass,
  service: Service,
  /** As of its model's newest step; null where no model watches it. */
  asOf: Time.nullable(),
  /** Days on which it ran and was measured. */
  days: z.int(),
  /** What the worst of its measures leaves; null while its normal is learnt. */
  index: z.int().nullable(),
  course: z.object({ time: z.array(Time), index: z.array(z.int()) }),
  /** The worst first. */
  measures: z.array(PumpMeasureView),
  mode: z.enum(pumpModes).nullable(),
  /** Days until the first limit, 8 of 10 between low and high; null beyond a year. */
  remaining: z
    .object({ low: z.number(), likely: z.number().nullable(), high: z.number().nullable() })
    .nullable(),
  /** Taken more than the pump used to for the same work; null where it takes no more. */
  lost: z.object({ kwh: z.number(), kwhPerDay: z.number(), sekPerMonth: z.number() }).nullable(),
  /** What stands of it, the likeliest first. */
  predictions: z.array(z.object({ id: z.uuid(), kind: FaultMode, probability: z.number() })),
})
export type PumpView = z.infer<typeof PumpView>

export const PumpsView = z.object({
  /** The worst first; those of which too little is known last. */
  pumps: z.array(PumpView),
})
export type PumpsView = z.infer<typeof PumpsView>

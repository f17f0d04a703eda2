import { z } from 'zod'
import { DAY, type Micros } from './time.ts'

/** Sizes that a crew can tell without a meter, and the flow that each stands for, m³/h. */
export const leakClasses = { seep: 0.2, small: 1, large: 5, burst: 20 } as const
export type LeakClass = keyof typeof leakClasses
export const LeakClass = z.enum(Object.keys(leakClasses) as [LeakClass, ...LeakClass[]])

/** What a crew found of a leak, beside its cause and the pipe. */
export const FoundLeak = z.object({
  /** m³/h, as measured or reckoned on the spot; null where nobody could say. */
  flow: z.number().positive().max(10_000).nullable(),
  class: LeakClass.nullable(),
  /** Longitude and latitude, where the phone or a person pointed it out. */
  place: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).nullable(),
})
export type FoundLeak = z.infer<typeof FoundLeak>

/** What a saving is reckoned with where nobody stated a figure of the zone's own. */
export const savingInputs = {
  /** SEK a m³ less to produce and pump: what varies with the water, not the whole tariff. */
  'water-cost': { unit: 'SEK/m3', value: 5 },
  /** Days that a leak like this runs until somebody finds it in another way. */
  'unnoticed-days': { unit: 'd', value: 90 },
} as const
export type SavingInput = keyof typeof savingInputs
export const SavingInput = z.enum(Object.keys(savingInputs) as [SavingInput, ...SavingInput[]])

export const flowSources = ['crew', 'class', 'model'] as const
export type FlowSource = (typeof flowSources)[number]

/** The leak's flow, m³/h, and who says so: the crew's figure before its class before the model. Null where none does. */
export function leakFlow(
  found: FoundLeak | undefined,
  modelled: number | null,
): { flow: number; from: FlowSource } | null {
  if (found && found.flow !== null) return { flow: found.flow, from: 'crew' }
  if (found && found.class !== null) return { flow: leakClasses[found.class], from: 'class' }
  return modelled === null ? null : { flow: modelled, from: 'model' }
}

/**
 * m³ that a repair saves against finding the leak in another way: its flow over the days that were left of the time in
 * which such leaks run unnoticed. One that ran longer than that saves nothing by this reckoning.
 */
export function savedVolume(
  flow: number,
  { began, repaired, unnoticedDays }: { began: Micros; repaired: Micros; unnoticedDays: number },
): number {
  const days = unnoticedDays - (repaired - began) / DAY
  return Math.max(0, flow * 24 * Math.min(days, unnoticedDays))
}

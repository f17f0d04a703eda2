import { z } from 'zod'
import { Micros } from './time.ts'

/** Why untreated water went out, as the supervisory authority asks it. */
export const overflowCauses = [
  'rain',
  'pump-failure',
  'power',
  'blockage',
  'planned',
  'other',
  'unknown',
] as const
export const OverflowCause = z.enum(overflowCauses)
export type OverflowCause = z.infer<typeof OverflowCause>

/** How a volume is known: by the level over the weir, by what came and wasn't lifted, or because somebody says so. */
export const volumeSources = ['weir', 'balance', 'stated'] as const
export const VolumeSource = z.enum(volumeSources)
export type VolumeSource = z.infer<typeof VolumeSource>

/** What the readings say of one overflow. */
export const OverflowDetected = z.object({
  began: Micros,
  /** Null while it lasts. */
  ended: Micros.nullable(),
  /** m³; null where nothing tells. */
  volume: z.object({ value: z.number().nonnegative(), source: VolumeSource }).nullable(),
  cause: OverflowCause,
  facts: z.object({
    /** mm from six hours before until its end; null without a gauge. */
    rain: z.number().nullable(),
    /** m */
    highest: z.number().nullable(),
    /** Share of it that each pump ran, by tag. */
    ran: z.array(z.object({ pump: z.string(), share: z.number() })),
  }),
})
export type OverflowDetected = z.infer<typeof OverflowDetected>

/** What a named person says that it was; the newest holds, all are kept. */
export const OverflowDecision = z
  .object({
    /** False: a sensor that erred, a test, cleaning. */
    isOverflow: z.boolean(),
    began: Micros,
    ended: Micros.nullable(),
    volume: z.number().nonnegative().max(1e7).nullable(),
    volumeSource: VolumeSource.nullable(),
    cause: OverflowCause,
    note: z.string().trim().min(1).max(2000),
  })
  .refine(({ began, ended }) => ended === null || ended > began, {
    path: ['ended'],
    message: 'it ends before it began',
  })
  .refine(({ volume, volumeSource }) => (volume === null) === (volumeSource === null), {
    path: ['volumeSource'],
    message: 'a volume has a source',
  })
export type OverflowDecision = z.infer<typeof OverflowDecision>

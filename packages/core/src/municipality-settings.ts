import { z } from 'zod'

/** What a municipality settles for itself. Everything has a value before anybody does. */
export const MunicipalitySettings = z.object({
  /** Of what is sent out, and of pages for whom nothing else is known. */
  language: z.enum(['sv', 'en']).default('sv'),
  /** People who watch alarms at the same time: alarms are counted for each. */
  operators: z.int().min(1).max(20).default(1),
  /** Fuller than this a container is to be emptied soon: a fraction. */
  nearlyFull: z.number().min(0.3).max(1).default(0.8),
  /** SEK for a kWh with grid and tax: a round number of ours until the municipality says its own. */
  energyPrice: z.number().positive().max(100).default(1.5),
  /** Where that figure is from; null while it is ours. */
  energyPriceSource: z.string().trim().min(1).max(400).nullable().default(null),
})
export type MunicipalitySettings = z.infer<typeof MunicipalitySettings>

export const DEFAULT_SETTINGS: MunicipalitySettings = MunicipalitySettings.parse({})

import { z } from 'zod'

/** Four digits as SCB assigns them. 9999 is nobody's and stands for the simulated town. */
export const Kommunkod = z.string().regex(/^\d{4}$/, 'a kommunkod has four digits')
export type Kommunkod = z.infer<typeof Kommunkod>

export const SIMULATED_TOWN: Kommunkod = '9999'

export const Municipality = z.object({
  code: Kommunkod,
  name: z.string().min(1),
  /** IANA zone; days, months and night windows are local to it. */
  zone: z.string().default('Europe/Stockholm'),
  /** True where everything shown comes from a simulation; every screen and document says so. */
  simulated: z.boolean().default(false),
  /**
   * Whose recording is played back here, and its licence; null where devices report. A recording of a simulation
   * is both. Every screen says so.
   */
  recording: z.string().min(1).nullable().default(null),
})
export type Municipality = z.infer<typeof Municipality>

export const services = ['water', 'sewer', 'lighting', 'waste'] as const
export const Service = z.enum(services)
export type Service = z.infer<typeof Service>

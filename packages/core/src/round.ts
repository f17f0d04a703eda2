import { z } from 'zod'
import { Micros } from './time.ts'

/** One visit: to an asset, for a work order where there is one. */
export const Stop = z.object({
  /** Tag. */
  asset: z.string().min(1),
  order: z.uuid().nullable(),
  visitedAt: Micros.nullable(),
  /** Why it was left out; null where it wasn't. */
  skipped: z.object({ reason: z.string().min(1).max(500), at: Micros, by: z.string().min(1) }).nullable(),
})
export type Stop = z.infer<typeof Stop>

/** A vehicle's or crew's ordered list of visits on one day. */
export const Round = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  /** Local date of the municipality: 2026-05-04. */
  day: z.iso.date(),
  /** A person's opaque id; null while nobody has it. */
  crew: z.string().nullable(),
  stops: z.array(Stop),
})
export type Round = z.infer<typeof Round>

import { z } from 'zod'
import { Micros } from './time.ts'

/**
 * An interval in which a clock was off. Readings keep the time that their device gave; this says by how much it
 * has to be corrected. Open while `to` is null; the same id closes it, and another offset is another interval.
 */
export const ClockOffset = z.object({
  id: z.uuid(),
  /** The collector's name for it; null for the collector's own clock, compared with the centre's. */
  device: z.string().min(1).max(80).nullable(),
  /** Keys of the signals that it gives the time of. */
  signals: z.array(z.string().min(1).max(200)),
  /** Its time minus the right one, microseconds. */
  offset: Micros,
  from: Micros,
  to: Micros.nullable(),
})
export type ClockOffset = z.infer<typeof ClockOffset>

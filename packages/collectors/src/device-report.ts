import { Micros } from '@driftbild/core'
import { z } from 'zod'
import { ClockReport } from './clock-watch.ts'

/** What is known of a device while its collector runs. */
export const DeviceReport = z.object({
  id: z.string(),
  /** That it brought since its collector began with it. */
  readings: z.int(),
  /** Source time of the newest of them. */
  newest: Micros.nullable(),
  /** When it last answered. */
  heard: Micros.nullable(),
  /** Times that it answered again after it had not. */
  reconnects: z.int(),
  /** Why it, or some of it, can't be read; null while all is well. */
  problem: z.string().nullable(),
  /** What of it can't be relied on although it is read. */
  caveat: z.string().nullable(),
  /** Null for one without a clock of its own. */
  clock: ClockReport.nullable(),
})
export type DeviceReport = z.infer<typeof DeviceReport>

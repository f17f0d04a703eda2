import { z } from 'zod'
import { FaultMode } from './fault-mode.ts'
import { Micros } from './time.ts'

/** What somebody saw at an asset. The id is the sender's, so that a report that is sent again is still one. */
export const FaultReport = z.object({
  id: z.uuid(),
  /** Tag. */
  asset: z.string().min(1),
  mode: FaultMode,
  text: z.string().max(2_000),
  at: Micros,
})
export type FaultReport = z.infer<typeof FaultReport>

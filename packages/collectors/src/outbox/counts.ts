import { SilenceReason } from '@driftbild/core'
import { z } from 'zod'

/** What an outbox did since it was opened. */
export const OutboxCounts = z.object({
  taken: z.int(),
  repeats: z.int(),
  /** Readings that it had no room for. */
  refused: z.int(),
  /** Readings that made room for newer ones. */
  dropped: z.int(),
  setAside: z.int(),
  /** Silences that began, by their reason. */
  silences: z.partialRecord(SilenceReason, z.int()),
})
export type OutboxCounts = z.infer<typeof OutboxCounts>

export const zeroCounts = (): OutboxCounts => ({
  taken: 0,
  repeats: 0,
  refused: 0,
  dropped: 0,
  setAside: 0,
  silences: {},
})

import type { SilenceReason } from '@driftbild/core'

/** What an outbox did since it was opened. */
export interface OutboxCounts {
  taken: number
  repeats: number
  /** Readings that it had no room for. */
  refused: number
  /** Readings that made room for newer ones. */
  dropped: number
  setAside: number
  /** Silences that began, by their reason. */
  silences: Partial<Record<SilenceReason, number>>
}

export const zeroCounts = (): OutboxCounts => ({
  taken: 0,
  repeats: 0,
  refused: 0,
  dropped: 0,
  setAside: 0,
  silences: {},
})

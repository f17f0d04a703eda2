import type { Micros } from '@driftbild/core'
import { sequenceGaps } from './sequence-gaps.ts'

export interface Missed {
  /** A message with this number came. */
  note(sequence: number): void
  /** A message without one, or with one, came: everything before it is from before now. */
  heard(): void
  readonly any: boolean
  /**
   * Asks again for messages that were numbered but never came: after a cut link the library stops asking for
   * missed ones as soon as a newer one arrives. `lost` is told of those that the server no longer has.
   */
  close(): Promise<void>
}

export function makeMissed(
  republish: (sequence: number) => Promise<boolean>,
  now: () => Micros,
  lost: (messages: number, from: Micros, to: Micros) => void,
): Missed {
  const gaps = sequenceGaps()
  let heardAt = now()
  /** When the last message before the oldest gap came. */
  let gapFrom = heardAt
  let isClosing = false
  return {
    note(sequence) {
      if (gaps.missing().length === 0) gapFrom = heardAt
      gaps.note(sequence)
    },
    heard() {
      heardAt = now()
    },
    get any() {
      return gaps.missing().length > 0
    },
    async close() {
      if (isClosing) return
      isClosing = true
      try {
        for (const sequence of gaps.missing()) await republish(sequence)
      } finally {
        isClosing = false
      }
      const left = gaps.missing().length
      if (left === 0) return
      gaps.forget()
      lost(left, gapFrom, now())
    },
  }
}

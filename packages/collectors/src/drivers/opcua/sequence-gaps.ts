/**
 * Numbers of a subscription's messages that haven't come. After a cut link the missed ones may come late and
 * out of order; what still isn't there then was lost. Numbers start at 1 and skip 0 when they wrap.
 */
export interface SequenceGaps {
  note(sequence: number): void
  /** Oldest first. */
  missing(): number[]
  forget(): void
}

const MOST_TOLD_APART = 10_000

export function sequenceGaps(): SequenceGaps {
  let expected: number | null = null
  const gaps = new Set<number>()
  return {
    note(sequence) {
      if (gaps.delete(sequence)) return
      if (expected !== null && sequence > expected && sequence - expected < MOST_TOLD_APART) {
        for (let s = expected; s < sequence; s++) gaps.add(s)
      }
      if (expected === null || sequence >= expected || sequence === 1) {
        expected = sequence === 0xffffffff ? 1 : sequence + 1
      }
    },
    missing: () => [...gaps],
    forget: () => gaps.clear(),
  }
}

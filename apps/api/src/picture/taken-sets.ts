/** Which sets of changes of the register are in the picture, for those who made them. */
export interface TakenSets {
  add(sets: Iterable<string>): void
  /** Resolves once the set is in. */
  wait(set: string): Promise<void>
}

/** Sets whose makers may still ask. */
const MOST_KEPT = 200
/** A reconnection reads all of the register anew, and no set by name. */
const PATIENCE_MS = 5_000

export function takenSets(): TakenSets {
  const taken = new Set<string>()
  const waiting = new Map<string, () => void>()
  return {
    add(sets) {
      for (const set of sets) {
        taken.add(set)
        waiting.get(set)?.()
        waiting.delete(set)
      }
      for (const oldest of taken) {
        if (taken.size <= MOST_KEPT) break
        taken.delete(oldest)
      }
    },
    async wait(set) {
      if (taken.has(set)) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE_MS)
        waiting.set(set, () => {
          clearTimeout(timer)
          resolve()
        })
      })
    },
  }
}

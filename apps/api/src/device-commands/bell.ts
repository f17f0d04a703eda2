/** Wakes those who wait for something to happen to one of many things. */
export interface Bell {
  ring(id: string): void
  /** After a time in which rings may have been missed. */
  ringAll(): void
  /** True when it rang for the id; false when the milliseconds are over, the signal aborts or the bell is closed. */
  wait(id: string, most: number, signal: AbortSignal): Promise<boolean>
  close(): void
}

export function createBell(): Bell {
  const waiting = new Map<string, Set<(rang: boolean) => void>>()
  let isClosed = false
  const tell = (id: string, rang: boolean) => {
    for (const wake of waiting.get(id) ?? []) wake(rang)
  }
  return {
    ring: (id) => tell(id, true),
    ringAll() {
      for (const id of waiting.keys()) tell(id, true)
    },
    async wait(id, most, signal) {
      if (isClosed || signal.aborted || most <= 0) return false
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const those = waiting.get(id) ?? new Set()
      waiting.set(id, those.add(resolve))
      const timer = setTimeout(() => resolve(false), most)
      const aborted = () => resolve(false)
      signal.addEventListener('abort', aborted)
      const rang = await promise
      signal.removeEventListener('abort', aborted)
      clearTimeout(timer)
      those.delete(resolve)
      if (those.size === 0) waiting.delete(id)
      return rang
    },
    close() {
      isClosed = true
      for (const id of waiting.keys()) tell(id, false)
    },
  }
}

import { BusyError } from '../http/problems.ts'

export interface IngestGate {
  /** Runs the work when its turn comes, or refuses at once with the time to come back. */
  pass<T>(collector: string, work: () => Promise<T>): Promise<T>
  waiting(): number
}

/**
 * One batch in flight per collector: a collector that lost an answer sends the same batch again, and the
 * second must not race the first. Of all collectors a few at a time; a short queue, then "come back later",
 * because the disk of an edge is a better place to wait than our memory.
 */
export function ingestGate({ atOnce = 2, queue = 16 } = {}): IngestGate {
  const busy = new Set<string>()
  const waiting: (() => void)[] = []
  let running = 0

  const turn = (): Promise<void> => {
    if (running < atOnce) {
      running++
      return Promise.resolve()
    }
    return new Promise((go) => waiting.push(go))
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running--
  }

  return {
    async pass(collector, work) {
      if (busy.has(collector)) throw new BusyError('collector-busy', 1)
      if (waiting.length >= queue) throw new BusyError('ingest-busy', 2)
      busy.add(collector)
      try {
        await turn()
        try {
          return await work()
        } finally {
          leave()
        }
      } finally {
        busy.delete(collector)
      }
    },
    waiting: () => waiting.length,
  }
}

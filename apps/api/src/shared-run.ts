/** Runs that several may wait for: those who ask alike meanwhile get one run, and it ends when nobody waits any more. */
export interface SharedRuns<K, T> {
  /** Rejects with GivenUp once the signal aborts. */
  ask(key: K, signal: AbortSignal): Promise<T>
}

/** Whoever asked has gone. */
export class GivenUp extends Error {}

export function sharedRuns<K, T>(run: (key: K, signal: AbortSignal) => Promise<T>): SharedRuns<K, T> {
  const running = new Map<K, { result: Promise<T>; waiting: number; ending: AbortController }>()

  const join = (key: K) => {
    const known = running.get(key)
    if (known) return known
    const ending = new AbortController()
    const started = { result: run(key, ending.signal), waiting: 0, ending }
    running.set(key, started)
    const over = () => {
      if (running.get(key) === started) running.delete(key)
    }
    started.result.then(over, over)
    return started
  }

  return {
    ask(key, signal) {
      if (signal.aborted) return Promise.reject(new GivenUp())
      const joined = join(key)
      joined.waiting++
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const leave = () => {
        reject(new GivenUp())
        if (--joined.waiting > 0) return
        if (running.get(key) === joined) running.delete(key)
        joined.ending.abort()
      }
      signal.addEventListener('abort', leave, { once: true })
      joined.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
      return promise
    },
  }
}

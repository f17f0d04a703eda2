import { createContext, useContext, useSyncExternalStore } from 'react'

const STEP_MS = 15_000
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const tell of listeners) tell()
  }, STEP_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds by our clock, in coarse steps: every "5 minutes ago" on a screen moves at once, by one timer. */
export const useNow = (): number =>
  useSyncExternalStore(subscribe, () => {
    if (Date.now() - now > STEP_MS) now = Date.now()
    return now
  })

/** Milliseconds at which the data stands, where it does not run with our clock. */
export const DataClock = createContext<number | null>(null)

/** The present of what devices report: ours, or where the recording that is played has come. */
export function useDataNow(): number {
  const ours = useNow()
  return useContext(DataClock) ?? ours
}

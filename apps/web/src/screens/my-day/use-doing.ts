import { useState } from 'react'

/** Runs what a press asks for and says when the phone could not keep it. */
export function useDoing() {
  const [failed, setFailed] = useState(false)
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setFailed(false)
    try {
      await work()
      return true
    } catch {
      setFailed(true)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, failed }
}

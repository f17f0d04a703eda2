import { useCallback, useEffect, useState } from 'react'
import { keepDraft, type Owner, readDraft } from '../../offline/queue-store.ts'

/** What is half written, kept with every change; null until it is read. */
export function useDraft<T>(owner: Owner, what: string, empty: T) {
  const [draft, setDraft] = useState<T | null>(null)
  const [start] = useState(empty)
  useEffect(() => {
    let gone = false
    readDraft<T>(owner, what).then(
      (kept) => !gone && setDraft(kept ? { ...start, ...kept } : start),
      () => !gone && setDraft(start),
    )
    return () => {
      gone = true
    }
  }, [owner, what, start])
  const change = useCallback(
    (part: Partial<T>) =>
      setDraft((before) => {
        const next = { ...(before ?? start), ...part }
        // What can't be kept is still on the screen; sending it says so if the phone is full.
        keepDraft(owner, what, next).catch(() => {})
        return next
      }),
    [owner, what, start],
  )
  const forget = useCallback(async () => {
    await keepDraft(owner, what, null)
    setDraft(start)
  }, [owner, what, start])
  return { draft, change, forget }
}

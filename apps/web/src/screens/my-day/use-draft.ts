import { useCallback, useEffect, useRef, useState } from 'react'
import { keepDraft, type Owner, readDraft } from '../../offline/queue-store.ts'
import { withRoom } from '../../offline/room.ts'

/** What is half written, kept with every change; null until it is read. */
export function useDraft<T>(owner: Owner, what: string, empty: T, of: 'words' | 'file' = 'words') {
  const [draft, setDraft] = useState<T | null>(null)
  const [start] = useState(empty)
  const latest = useRef(start)
  const show = useCallback((next: T) => {
    latest.current = next
    setDraft(next)
  }, [])
  useEffect(() => {
    let gone = false
    readDraft<T>(owner, what).then(
      (kept) => !gone && show(kept ? { ...start, ...kept } : start),
      () => !gone && show(start),
    )
    return () => {
      gone = true
    }
  }, [owner, what, start, show])
  /** Says whether the phone has it; where it hasn't, it is still on the screen. */
  const change = useCallback(
    (part: Partial<T>): Promise<boolean> => {
      const next = { ...latest.current, ...part }
      show(next)
      return withRoom(of, () => keepDraft(owner, what, next)).then(
        () => true,
        () => false,
      )
    },
    [owner, what, of, show],
  )
  const forget = useCallback(async () => {
    await keepDraft(owner, what, null)
    show(start)
  }, [owner, what, start, show])
  return { draft, change, forget }
}

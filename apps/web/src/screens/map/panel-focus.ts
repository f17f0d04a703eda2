import { type KeyboardEvent, useEffect, useRef } from 'react'

/**
 * A panel that opens on a person's choice takes the focus, gives it back to where that person was when it closes,
 * and closes on Escape. One that is there from the start leaves the focus alone.
 */
export function usePanelFocus(onClose: () => void) {
  const ref = useRef<HTMLElement>(null)
  const cameFrom = useRef<HTMLElement>(null)
  useEffect(() => {
    const panel = ref.current
    const focused = document.activeElement
    if (!panel || !(focused instanceof HTMLElement) || focused === document.body) return
    if (!panel.contains(focused)) cameFrom.current = focused
    panel.focus({ preventScroll: true })
    return () => {
      if (document.activeElement === document.body) cameFrom.current?.focus({ preventScroll: true })
    }
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose()
  }
  return { ref, tabIndex: -1, onKeyDown }
}

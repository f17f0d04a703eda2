import { type KeyboardEvent, useEffect, useRef } from 'react'

/**
 * A panel that opens on a person's choice takes the focus, gives it back to where that person was when it closes,
 * and closes on Escape. One that is there from the start leaves the focus alone.
 */
export function usePanelFocus(onClose: () => void) {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    const panel = ref.current
    const from = document.activeElement
    if (!panel || !(from instanceof HTMLElement) || from === document.body) return
    panel.focus({ preventScroll: true })
    return () => {
      if (document.activeElement === document.body) from.focus({ preventScroll: true })
    }
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose()
  }
  return { ref, tabIndex: -1, onKeyDown }
}

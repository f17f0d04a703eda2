import { type ComponentProps, type ReactNode, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useWords } from '../../i18n/words.tsx'
import { SHEET_SHARE } from './panel-size.ts'

/** Shares of the height at which the sheet rests; let go below half the lowest and it closes. */
const rests = [SHEET_SHARE, 0.92]

interface SheetProps {
  panel: ComponentProps<'aside'>
  label: string
  onClose: () => void
  children: ReactNode
}

/** A phone's panel, from below: drag its handle, or press it to go between half and whole. */
export function Sheet({ panel, label, onClose, children }: SheetProps) {
  const { t } = useWords()
  const [share, setShare] = useState(SHEET_SHARE)
  const [dragged, setDragged] = useState<number | null>(null)
  const moved = useRef(false)
  const whole = share > SHEET_SHARE
  const settle = (at: number) => {
    setDragged(null)
    if (at < SHEET_SHARE / 2) return onClose()
    setShare(rests.reduce((best, rest) => (Math.abs(rest - at) < Math.abs(best - at) ? rest : best)))
  }
  return (
    <aside
      {...panel}
      className="sheet"
      aria-label={label}
      data-dragging={dragged !== null || undefined}
      style={{ height: `${(dragged ?? share) * 100}%` }}
    >
      <div
        className="sheet-handle"
        onPointerDown={(event) => {
          moved.current = false
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
          moved.current = true
          const parent = event.currentTarget.closest('.map-screen')?.getBoundingClientRect()
          if (parent)
            setDragged(Math.min(0.95, Math.max(0.05, (parent.bottom - event.clientY) / parent.height)))
        }}
        onPointerUp={() => {
          if (dragged !== null && moved.current) settle(dragged)
        }}
      >
        <AriaButton
          aria-label={whole ? t('sheet.smaller') : t('sheet.larger')}
          aria-expanded={whole}
          onPress={() => {
            if (!moved.current) setShare(whole ? SHEET_SHARE : 0.92)
          }}
        >
          <span className="sheet-grip" aria-hidden="true" />
        </AriaButton>
      </div>
      {children}
    </aside>
  )
}

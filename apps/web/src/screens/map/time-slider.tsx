import { useEffect, useId, useRef, useState } from 'react'
import type { TimeWindow } from '../../data/moments.ts'
import { useWords } from '../../i18n/words.tsx'
import { IconButton } from '../../ui/button.tsx'
import { STEP_MS, stepOf } from './time-window.ts'

/** A hand that slides passes many moments; what it rests on goes to the address. */
const REST_MS = 250

interface TimeSliderProps {
  label: string
  window: TimeWindow
  /** Milliseconds; null is now, at the window's end. */
  at: number | null
  onChange: (at: number | null) => void
}

/** A moment on a line of time: slide it, or step. At its end it is now. */
export function TimeSlider({ label, window, at, onChange }: TimeSliderProps) {
  const { t, f } = useWords()
  const id = useId()
  const [draft, setDraft] = useState<number | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // What the address says has the last word.
  useEffect(() => setDraft(null), [at])
  const value = Math.min(window.to, Math.max(window.from, draft ?? at ?? window.to))
  const isNow = draft === null ? at === null : draft >= window.to
  const commit = (next: number) => onChange(next >= window.to ? null : next)
  const slide = (next: number) => {
    setDraft(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => commit(next), REST_MS)
  }
  const step = stepOf(window)
  const stepBy = (by: number) => slide(Math.min(window.to, Math.max(window.from, value + by)))
  const text = isNow ? t('time.now') : f.moment(value * 1000)
  return (
    <div className="time-slider">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{text}</output>
      <IconButton icon="left" label={t('time.earlier', { label })} onPress={() => stepBy(-step)} />
      <input
        id={id}
        type="range"
        min={window.from}
        max={window.to}
        step={STEP_MS}
        value={value}
        aria-valuetext={text}
        onChange={(event) => slide(Number(event.target.value))}
      />
      <IconButton icon="right" label={t('time.later', { label })} onPress={() => stepBy(step)} />
    </div>
  )
}

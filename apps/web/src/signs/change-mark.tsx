import { changeShapes } from '@driftbild/words/look'
import { useWords } from '../i18n/words.tsx'

/** What became of something, alike on the map and in lists. */
export function ChangeMark({ change, size = 18 }: { change: keyof typeof changeShapes; size?: number }) {
  const { t } = useWords()
  return (
    <svg
      className="change-mark"
      width={size}
      height={size}
      viewBox="0 0 18 18"
      role="img"
      aria-label={t(`change.${change}`)}
      focusable="false"
    >
      <circle cx="9" cy="9" r="8.5" fill="var(--strong)" />
      <path
        transform="translate(3 3) scale(0.75)"
        d={changeShapes[change]}
        fill="none"
        stroke="var(--on-strong)"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

import { flowArrow } from '@driftbild/words/look'

/** The arrow along a pipe, as the map draws it. */
export function FlowMark({ measured }: { measured: boolean }) {
  return (
    <svg width={16} height={16} viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">
      <path
        d={flowArrow}
        fill={measured ? 'var(--map-glyph)' : 'none'}
        stroke="var(--map-glyph)"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
    </svg>
  )
}

import type { AssetState } from '@driftbild/core'
import { hatch, questionMark, shapeStroke, stateShapes } from '@driftbild/words/look'
import { useId } from 'react'
import { useWords } from '../i18n/words.tsx'

interface StateMarkProps {
  state: AssetState
  /** 0…1, fills the diamond of a prediction from below. */
  probability?: number | null
  size?: number
  /** Where the state's name does not stand beside it. */
  labelled?: boolean
}

/** A state's shape in its colour, alike everywhere. */
export function StateMark({ state, probability = null, size = 16, labelled = false }: StateMarkProps) {
  const { t } = useWords()
  const clip = useId()
  const shape = stateShapes[state]
  const fill = `var(--state-${state})`
  const edge = `var(--state-edge-${state})`
  const level = state === 'prediction' && probability !== null ? 16 * (1 - probability) : null
  return (
    <svg
      className="state-mark"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      focusable="false"
      role="img"
      aria-hidden={!labelled}
      aria-label={t(`state.${state}`)}
    >
      <clipPath id={clip}>
        <path d={shape} />
      </clipPath>
      <path d={shape} fill={level === null ? fill : 'var(--panel)'} />
      {level !== null && (
        <rect clipPath={`url(#${clip})`} x="0" y={level} width="16" height={16 - level} fill={fill} />
      )}
      {state === 'stale' && (
        <path clipPath={`url(#${clip})`} d={hatch} stroke={edge} strokeWidth="1" opacity="0.55" />
      )}
      <path d={shape} fill="none" stroke={edge} strokeWidth={shapeStroke[state]} strokeLinejoin="round" />
      {state === 'stale' && (
        <>
          <circle cx="8" cy="8.6" r="4" fill={fill} />
          <path
            d={questionMark}
            fill="none"
            stroke="var(--on-state-stale)"
            strokeWidth="1.5"
            strokeLinecap="round"
          />
        </>
      )}
    </svg>
  )
}

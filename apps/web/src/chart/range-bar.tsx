import type { Priority } from '@driftbild/core'
import { barScale, type Usual } from './usual-range.ts'

export interface Limit {
  condition: 'above' | 'below' | 'equals'
  limit: number
  priority: Priority
}

interface RangeBarProps {
  value: number | null
  usual: Usual | null
  limits: readonly Limit[]
  range: readonly [number, number] | null
  /** What the picture says, in words. */
  label: string
}

/** A value in its range: the usual band, the alarm limits as ticks in their colours, the value on top. */
export function RangeBar({ value, usual, limits, range, label }: RangeBarProps) {
  const bounds = limits.filter((l) => l.condition !== 'equals')
  const scale = barScale({ value, usual, limits: bounds.map((l) => l.limit), range })
  if (!scale) return null
  const [low, high] = scale
  const x = (n: number) => `${(((n - low) / (high - low || 1)) * 100).toFixed(2)}%`
  return (
    <svg className="range-bar" role="img" aria-label={label} height="14" width="100%">
      <rect className="range-track" x="0" y="5" width="100%" height="4" rx="2" />
      {usual && (
        <svg
          x={x(usual.low)}
          y="5"
          width={`${(((usual.high - usual.low) / (high - low || 1)) * 100).toFixed(2)}%`}
          height="4"
          role="presentation"
        >
          <rect className="range-usual" width="100%" height="4" rx="2" />
        </svg>
      )}
      {bounds.map((l) => (
        <line
          key={`${l.condition}${l.limit}${l.priority}`}
          x1={x(l.limit)}
          x2={x(l.limit)}
          y1="1"
          y2="13"
          stroke={`var(--state-edge-${l.priority})`}
          strokeWidth="2"
        />
      ))}
      {value !== null && (
        <line className="range-value" x1={x(value)} x2={x(value)} y1="0" y2="14" strokeWidth="3" />
      )}
    </svg>
  )
}

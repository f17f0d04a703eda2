import type { Timeline } from '../../data/moments.ts'

const HEIGHT = 22
const priorities = ['critical', 'high', 'low'] as const

/** When alarms were raised, as bars over the time: the taller the more, the worst at the bottom. */
export function TimeMarks({ parts }: { parts: Timeline['parts'] }) {
  const most = Math.max(4, ...parts.map(({ critical, high, low }) => critical + high + low))
  return (
    <svg
      className="time-marks"
      viewBox={`0 0 ${Math.max(1, parts.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {parts.map((part, i) => {
        let top = HEIGHT
        return priorities.map((priority) => {
          const height = part[priority] === 0 ? 0 : Math.max(2, (HEIGHT * part[priority]) / most)
          top -= height
          return height === 0 ? null : (
            <rect
              key={priority}
              x={i + 0.15}
              y={top}
              width={0.7}
              height={height}
              fill={`var(--state-${priority})`}
            />
          )
        })
      })}
    </svg>
  )
}

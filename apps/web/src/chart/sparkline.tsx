import { sparkPath } from './spark-path.ts'

interface SparklineProps {
  time: readonly number[]
  values: readonly (number | null)[]
  width?: number
  height?: number
}

/** The last hours as a thin line; holes stay holes. Decoration beside the number it belongs to. */
export function Sparkline({ time, values, width = 96, height = 24 }: SparklineProps) {
  const path = sparkPath(time, values, width, height)
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {path && <path d={path} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />}
    </svg>
  )
}

import { sparkPath } from './spark-path.ts'

interface SparklineProps {
  time: readonly number[]
  values: readonly (number | null)[]
  width?: number
  height?: number
  /** What the box stands for from bottom to top; what the values reach if absent. */
  range?: readonly [number, number]
}

/** The last hours as a thin line; holes stay holes. Decoration beside the number it belongs to. */
export function Sparkline({ time, values, width = 96, height = 24, range }: SparklineProps) {
  const path = sparkPath(time, values, width, height, range ?? null)
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

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

export function sparkPath(
  time: readonly number[],
  values: readonly (number | null)[],
  width: number,
  height: number,
): string {
  const present = values.filter((v) => v !== null)
  const first = time[0]
  const last = time.at(-1)
  if (present.length < 2 || first === undefined || last === undefined || last === first) return ''
  const low = Math.min(...present)
  const span = Math.max(...present) - low
  const x = (t: number) => ((t - first) / (last - first)) * (width - 2) + 1
  // A line that never moved lies in the middle.
  const y = (v: number) => (span === 0 ? height / 2 : height - 2 - ((v - low) / span) * (height - 4))
  let pen = 'M'
  let path = ''
  for (const [i, value] of values.entries()) {
    if (value === null) {
      pen = 'M'
      continue
    }
    path += `${pen}${x(time[i]!).toFixed(1)} ${y(value).toFixed(1)}`
    pen = 'L'
  }
  return path
}

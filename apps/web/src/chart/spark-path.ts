/** The SVG path of a thin line through a box, broken at holes; empty where there is nothing to join. As high as its values reach, or a range. */
export function sparkPath(
  time: readonly number[],
  values: readonly (number | null)[],
  width: number,
  height: number,
  range: readonly [number, number] | null = null,
): string {
  const present = values.filter((v) => v !== null)
  const first = time[0]
  const last = time.at(-1)
  if (present.length < 2 || first === undefined || last === undefined || last === first) return ''
  const [low, high] = range ?? [Math.min(...present), Math.max(...present)]
  const span = high - low
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

import { metresBetween, type Position } from '@driftbild/core'

/** How far along a line, as a share of its length, the place nearest to a position is. */
export function shareAlong(at: Position, line: readonly Position[]): number {
  const east = Math.cos((at[1] * Math.PI) / 180)
  let [walked, least, found] = [0, Number.POSITIVE_INFINITY, 0]
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const [dx, dy] = [(b[0] - a[0]) * east, b[1] - a[1]]
    const [px, py] = [(at[0] - a[0]) * east, at[1] - a[1]]
    const square = dx * dx + dy * dy
    const share = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square))
    const off = Math.hypot(px - share * dx, py - share * dy)
    const length = metresBetween(a, b)
    if (off < least) [least, found] = [off, walked + share * length]
    walked += length
  }
  return walked === 0 ? 0 : found / walked
}

/** The part of a line between two shares of its length. */
export function partOf(line: readonly Position[], from: number, to: number): Position[] {
  const lengths = line.slice(1).map((position, i) => metresBetween(line[i]!, position))
  const whole = lengths.reduce((sum, length) => sum + length, 0)
  const [begin, end] = [from * whole, to * whole]
  const part: Position[] = []
  let walked = 0
  lengths.forEach((length, i) => {
    const [a, b] = [line[i]!, line[i + 1]!]
    const on = (metres: number): Position => {
      const share = length === 0 ? 0 : (metres - walked) / length
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
    }
    if (walked + length >= begin && walked <= end) {
      if (part.length === 0) part.push(on(Math.max(walked, begin)))
      part.push(on(Math.min(walked + length, end)))
    }
    walked += length
  })
  return part
}

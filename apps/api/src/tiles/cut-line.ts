/** A line within a tile: its pieces inside the square from `low` to `high`, in whole units of the tile. */
export type Pieces = [x: number, y: number][][]

/**
 * Cuts a line at a square (Liang and Barsky 1984, segment by segment). Points nearer to the one before than
 * `tolerance` are left out, the ends of pieces never. `at` gives a point's place in the tile.
 */
export function cutLine(
  points: number,
  at: (i: number) => readonly [number, number],
  { low, high, tolerance }: { low: number; high: number; tolerance: number },
): Pieces {
  const pieces: Pieces = []
  let piece: Pieces[number] = []
  const close = () => {
    if (piece.length > 1) pieces.push(piece)
    piece = []
  }
  const put = (x: number, y: number, end: boolean) => {
    const [px, py] = [Math.round(x), Math.round(y)]
    const last = piece.at(-1)
    if (last && Math.abs(last[0] - px) + Math.abs(last[1] - py) < tolerance) {
      // The end takes the place of what it is too near to, so that lines still meet.
      if (end && piece.length > 1) piece[piece.length - 1] = [px, py]
      else if (end && (last[0] !== px || last[1] !== py)) piece.push([px, py])
      return
    }
    piece.push([px, py])
  }
  for (let i = 0; i + 1 < points; i++) {
    const [from, to] = [at(i), at(i + 1)]
    const inside = within(from, to, low, high)
    if (!inside) {
      close()
      continue
    }
    const [enters, leaves] = inside
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
    if (enters > 0) close()
    if (piece.length === 0) put(from[0] + enters * dx, from[1] + enters * dy, false)
    const end = leaves < 1 || i + 2 === points
    put(from[0] + leaves * dx, from[1] + leaves * dy, end)
    if (end) close()
  }
  return pieces
}

/** Between which shares of its length a segment lies in the square; null where it misses it. */
function within(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  low: number,
  high: number,
): [number, number] | null {
  let [enters, leaves] = [0, 1]
  for (const [start, delta] of [
    [x0, x1 - x0],
    [y0, y1 - y0],
  ] as const) {
    if (delta === 0) {
      if (start < low || start > high) return null
      continue
    }
    const [a, b] = [(low - start) / delta, (high - start) / delta]
    enters = Math.max(enters, Math.min(a, b))
    leaves = Math.min(leaves, Math.max(a, b))
    if (enters > leaves) return null
  }
  return [enters, leaves]
}

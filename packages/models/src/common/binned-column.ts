/** A column told in few steps, so that all ways to part it can be counted at once. */
export const BINS = 64

/** Values that are looked at to lay the edges. */
const LOOKED_AT = 20_000

/** Upper edges of all bins but the last, at equal shares of the values. */
export function binEdges(column: Float32Array): Float32Array {
  const step = Math.max(1, Math.floor(column.length / LOOKED_AT))
  const some = Float32Array.from({ length: Math.ceil(column.length / step) }, (_, i) => column[i * step]!)
  some.sort()
  const edges: number[] = []
  for (let b = 1; b < BINS; b++) {
    const edge = some[Math.floor((b * some.length) / BINS)]!
    if (edge < some.at(-1)! && (edges.length === 0 || edge > edges.at(-1)!)) edges.push(edge)
  }
  return Float32Array.from(edges)
}

/** Per value the first edge that it doesn't pass. */
export function binColumn(column: Float32Array, edges: Float32Array): Uint8Array {
  const bins = new Uint8Array(column.length)
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!
    let low = 0
    let high = edges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (value <= edges[middle]!) high = middle
      else low = middle + 1
    }
    bins[i] = low
  }
  return bins
}

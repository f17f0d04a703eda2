/** Levels that are told apart; what a deeper tile holds is among what its ancestor of this level holds. */
const DEPTH = 20
const HALF = 10
const HALF_SIZE = 2 ** HALF

export interface ZOrder {
  /** Places by number, those of one tile beside each other. */
  order: Uint32Array
  /** From where to where in `order` the places of a tile lie. */
  range(z: number, x: number, y: number): [from: number, to: number]
}

/**
 * Places along the Z-order curve (Morton 1966): the places of every tile of every zoom are one stretch, so that one
 * sorted list is an index for all of them. `xs` and `ys` in web Mercator, 0 to 1.
 */
export function* zOrder(xs: Float64Array, ys: Float64Array): Generator<void, ZOrder> {
  const near = new Uint32Array(xs.length)
  const far = new Uint32Array(xs.length)
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [cell(xs[i]!), cell(ys[i]!)]
    far[i] = interleave(x >> HALF, y >> HALF)
    near[i] = interleave(x & (HALF_SIZE - 1), y & (HALF_SIZE - 1))
  }
  yield
  const byNear = countingSort(
    Uint32Array.from(xs, (_, i) => i),
    near,
  )
  yield
  const order = countingSort(byNear, far)
  yield
  const keys = Float64Array.from(order, (i) => far[i]! * HALF_SIZE ** 2 + near[i]!)
  return {
    order,
    range(z, x, y) {
      const up = Math.max(0, z - DEPTH)
      const level = z - up
      const first = keyOf(Math.floor(x / 2 ** up), Math.floor(y / 2 ** up)) * 4 ** (DEPTH - level)
      return [lowerBound(keys, first), lowerBound(keys, first + 4 ** (DEPTH - level))]
    },
  }
}

const cell = (share: number): number => Math.min(2 ** DEPTH - 1, Math.floor(share * 2 ** DEPTH))

const keyOf = (x: number, y: number): number =>
  interleave(x >> HALF, y >> HALF) * HALF_SIZE ** 2 + interleave(x & (HALF_SIZE - 1), y & (HALF_SIZE - 1))

/** Bits of numbers below 1024 with a gap after each. */
const spread = Uint32Array.from({ length: HALF_SIZE }, (_, n) => {
  let bits = 0
  for (let bit = 0; bit < HALF; bit++) bits |= ((n >> bit) & 1) << (2 * bit)
  return bits
})
const interleave = (x: number, y: number): number => spread[x]! | (spread[y]! << 1)

/** Stable. */
function countingSort(order: Uint32Array, key: Uint32Array): Uint32Array {
  const next = new Uint32Array(HALF_SIZE ** 2 + 1)
  for (const i of order) next[key[i]! + 1]!++
  for (let k = 1; k < next.length; k++) next[k]! += next[k - 1]!
  const sorted = new Uint32Array(order.length)
  for (const i of order) sorted[next[key[i]!]!++] = i
  return sorted
}

/** Where the first key lies that is not below. */
function lowerBound(keys: Float64Array, bound: number): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keys[middle]! < bound) low = middle + 1
    else high = middle
  }
  return low
}

import { solve } from '../common/logistic.ts'

/**
 * A pump's own curve, learnt from its first weeks: y ≈ a + b·x + c·x² by least squares. Kept as sums, so that
 * learning a day more costs nothing and the state stays small.
 */
export interface OwnCurve {
  n: number
  /** Σx⁰ … Σx⁴ and Σy, Σxy, Σx²y, Σy². */
  x: [number, number, number, number, number]
  xy: [number, number, number]
  low: number
  high: number
}

export const newCurve = (): OwnCurve => ({
  n: 0,
  x: [0, 0, 0, 0, 0],
  xy: [0, 0, 0],
  low: Infinity,
  high: -Infinity,
})

export function learn(curve: OwnCurve, points: readonly { x: number; y: number }[]): OwnCurve {
  const sums = [...curve.x] as OwnCurve['x']
  const cross = [...curve.xy] as OwnCurve['xy']
  let { low, high } = curve
  for (const { x, y } of points) {
    for (let k = 0; k < 5; k++) sums[k]! += x ** k
    for (let k = 0; k < 3; k++) cross[k]! += x ** k * y
    low = Math.min(low, x)
    high = Math.max(high, x)
  }
  return { n: curve.n + points.length, x: sums, xy: cross, low, high }
}

/** Expected y, or null where the pump was never seen to run: a parabola says nonsense outside its points. */
export function curveReader(curve: OwnCurve): (x: number) => number | null {
  if (curve.n < 50) return () => null
  const [s0, s1, s2, s3, s4] = curve.x
  // A ridge on slope and bend: a pump that always runs at one point has a mean and no shape.
  const ridge = 1e-4 * curve.n
  const [a, b, c] = solve(
    [
      [s0, s1, s2],
      [s1, s2 + ridge, s3],
      [s2, s3, s4 + ridge],
    ],
    curve.xy,
  )
  const margin = 0.05 + 0.15 * (curve.high - curve.low)
  return (x) => (x < curve.low - margin || x > curve.high + margin ? null : a! + b! * x + c! * x * x)
}

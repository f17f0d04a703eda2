import {
  addScaled,
  cholesky,
  copyOf,
  dot,
  logDeterminant,
  type Matrix,
  solveLower,
} from '../common/matrix.ts'

/** What a leak at each place would do to the sensors, and how sure that is. One vector has one entry a sensor. */
export interface Signatures {
  /** Change at every sensor for each m³/h that leaks at a place, when so many m³/h leak there. */
  of(place: number, flow: number): Float64Array
  /** Places that share one covariance of the signatures' error, (m per m³/h)². */
  groups: readonly { error: Matrix; places: readonly number[] }[]
  groupOf(place: number): { error: Matrix }
  /** Metres along pipes. */
  distance(a: number, b: number): number
}

export interface Suspect {
  place: number
  probability: number
}

export interface Located {
  place: number
  flow: number
  probability: number
  /** Log odds against no further leak. */
  evidence: number
  suspects: Suspect[]
}

/** Where a single leak would best explain a deviation that is known up to a covariance. */
export function locate(
  signatures: Signatures,
  left: Float64Array,
  expected: Matrix,
  nothingNew: number,
  near: number,
): Located {
  const weighed: { place: number; flow: number; misfit: number }[] = []
  for (const { error, places } of signatures.groups) {
    // The error grows with the flow and the flow follows from the error: a few rounds settle both.
    let flow = 3
    let seen: typeof weighed = []
    for (let round = 0; round < 4; round++) {
      const total = copyOf(expected)
      addScaled(total, error, flow * flow)
      const lower = cholesky(total)
      const y = solveLower(lower, left)
      const base = dot(y, y) + logDeterminant(lower)
      seen = places.map((place) => {
        const x = solveLower(lower, signatures.of(place, flow))
        const [xx, xy] = [dot(x, x), dot(x, y)]
        const size = Math.max(0, xy / xx)
        return { place, flow: size, misfit: base - 2 * size * xy + size * size * xx }
      })
      const next = Math.max(0.3, seen.reduce((best, one) => (one.misfit < best.misfit ? one : best)).flow)
      if (Math.abs(next - flow) < 0.1 * flow) break
      flow = next
    }
    weighed.push(...seen)
  }
  weighed.sort((a, b) => a.misfit - b.misfit)
  const least = weighed[0]!.misfit
  const weights = weighed.map((one) => Math.exp((least - one.misfit) / 2))
  const sum = weights.reduce((a, b) => a + b, 0)
  const suspects = weighed
    .map((one, i) => ({ place: one.place, probability: weights[i]! / sum }))
    .filter((one) => one.probability > 1e-4)
  let best = { place: suspects[0]!.place, probability: -1 }
  for (const { place } of suspects.slice(0, 200)) {
    let probability = 0
    for (const other of suspects) {
      if (signatures.distance(place, other.place) < 0.9 * near) probability += other.probability
    }
    if (probability > best.probability + 1e-9) best = { place, probability }
  }
  return {
    ...best,
    flow: weighed.find((one) => one.place === best.place)!.flow,
    evidence: (nothingNew - least) / 2 + Math.log(sum / weighed.length),
    suspects: suspects.slice(0, 60),
  }
}

const scales = new WeakMap<Signatures, number>()

/** What a m³/h does to a sensor on average. */
export function scaleOf(signatures: Signatures): number {
  const known = scales.get(signatures)
  if (known !== undefined) return known
  let sum = 0
  let count = 0
  for (const { places } of signatures.groups) {
    for (const place of places) {
      const signature = signatures.of(place, 10)
      sum += dot(signature, signature)
      count += signature.length
    }
  }
  const scale = Math.sqrt(sum / count)
  scales.set(signatures, scale)
  return scale
}

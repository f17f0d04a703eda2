/** Robust statistics over plain arrays. Empty input gives null: there is no median of nothing. */

export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null
  return quantileOfSorted(values.toSorted(ascending), q)
}

/** Linear between the two nearest order statistics (Hyndman & Fan type 7). */
export function quantileOfSorted(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q
  const below = Math.floor(at)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (at - below)
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5)

/** The mean with its standard error; null for fewer values than can say how they spread. */
export function meanSpread(values: readonly number[]): { mean: number; error: number } | null {
  const n = values.length
  if (n < 3) return null
  const middle = mean(values)!
  const squares = values.reduce((sum, v) => sum + (v - middle) ** 2, 0)
  return { mean: middle, error: Math.sqrt(squares / (n - 1) / n) }
}

/** Standard errors by which a mean must stand out: by chance one time in twenty. */
export const PLAIN = 1.64

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, v) => sum + v, 0) / values.length

/** Median absolute deviation scaled to a normal distribution's standard deviation. */
export function madScale(values: readonly number[]): number | null {
  const centre = median(values)
  if (centre === null) return null
  return 1.4826 * median(values.map((v) => Math.abs(v - centre)))!
}

/** Middle of all pairwise slopes (Theil 1950, Sen 1968): a quarter of the points may lie. */
export function theilSen(x: readonly number[], y: readonly number[]): number | null {
  const slopes: number[] = []
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      if (x[j] !== x[i]) slopes.push((y[j]! - y[i]!) / (x[j]! - x[i]!))
    }
  }
  return median(slopes)
}

/** Standard normal distribution function, error below 1.5e-7 (Abramowitz & Stegun 7.1.26). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2)
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = 0.5 * poly * Math.exp((-z * z) / 2)
  return z >= 0 ? 1 - tail : tail
}

/** Log density of Student's t with ν degrees of freedom, without the constant that cancels in a ratio. */
export const logStudent = (z: number, freedom: number): number =>
  -0.5 * (freedom + 1) * Math.log1p((z * z) / freedom)

/** log Σ exp without overflow; −Infinity for nothing. */
export function logSumExp(logs: readonly number[]): number {
  let top = -Infinity
  for (const v of logs) if (v > top) top = v
  if (top === -Infinity) return top
  let sum = 0
  for (const v of logs) sum += Math.exp(v - top)
  return top + Math.log(sum)
}

/** Smallest value at which the running weight passes a share q of all weight. */
export function weightedQuantile(
  pairs: readonly { value: number; weight: number }[],
  q: number,
): number | null {
  const sorted = pairs.filter((p) => p.weight > 0).toSorted((a, b) => a.value - b.value)
  const total = sorted.reduce((sum, p) => sum + p.weight, 0)
  let run = 0
  for (const pair of sorted) {
    run += pair.weight
    if (run >= total * q) return pair.value
  }
  return sorted.at(-1)?.value ?? null
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value))

export const ascending = (a: number, b: number): number => a - b

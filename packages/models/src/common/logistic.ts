/** Logistic regression with a ridge, by Newton's method: a few dozen features, thousands of rows, one answer. */
export interface Logistic {
  /** Features are centred and scaled by these before the weights. */
  mean: number[]
  scale: number[]
  weights: number[]
  bias: number
}

export const logit = (p: number): number => Math.log(p / (1 - p))
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

export const predictLogistic = (model: Logistic, features: readonly number[]): number =>
  sigmoid(
    features.reduce(
      (sum, f, i) => sum + (model.weights[i]! * (f - model.mean[i]!)) / model.scale[i]!,
      model.bias,
    ),
  )

export function fitLogistic(
  rows: readonly (readonly number[])[],
  happened: readonly boolean[],
  ridge = 3,
): Logistic {
  const n = rows.length
  const k = rows[0]!.length
  const mean = column(k, (j) => rows.reduce((sum, r) => sum + r[j]!, 0) / n)
  const scale = column(k, (j) => Math.sqrt(rows.reduce((s, r) => s + (r[j]! - mean[j]!) ** 2, 0) / n) || 1)
  // The last column is the bias; it carries no ridge.
  const x = rows.map((r) => [...r.map((v, j) => (v - mean[j]!) / scale[j]!), 1])
  const w = new Array<number>(k + 1).fill(0)
  for (let round = 0; round < 25; round++) {
    const gradient = w.map((v, j) => (j < k ? -ridge * v : 0))
    const curvature = w.map((_, i) => w.map((__, j) => (i === j && i < k ? ridge : i === j ? 1e-6 : 0)))
    for (const [r, row] of x.entries()) {
      const p = sigmoid(row.reduce((sum, v, j) => sum + v * w[j]!, 0))
      const error = (happened[r] ? 1 : 0) - p
      const spread = p * (1 - p)
      for (let i = 0; i <= k; i++) {
        gradient[i]! += error * row[i]!
        const part = spread * row[i]!
        for (let j = i; j <= k; j++) curvature[i]![j]! += part * row[j]!
      }
    }
    for (let i = 0; i <= k; i++) for (let j = 0; j < i; j++) curvature[i]![j] = curvature[j]![i]!
    const step = solve(curvature, gradient)
    for (let j = 0; j <= k; j++) w[j]! += step[j]!
    if (Math.max(...step.map(Math.abs)) < 1e-8) break
  }
  return { mean, scale, weights: w.slice(0, k), bias: w[k]! }
}

/** Gauss with pivoting; the matrix is left as it was. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const a = matrix.map((row, i) => [...row, right[i]!])
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r
    ;[a[c], a[pivot]] = [a[pivot]!, a[c]!]
    for (let r = c + 1; r < n; r++) {
      const factor = a[r]![c]! / a[c]![c]!
      for (let j = c; j <= n; j++) a[r]![j]! -= factor * a[c]![j]!
    }
  }
  const out = new Array<number>(n).fill(0)
  for (let r = n - 1; r >= 0; r--) {
    let value = a[r]![n]!
    for (let j = r + 1; j < n; j++) value -= a[r]![j]! * out[j]!
    out[r] = value / a[r]![r]!
  }
  return out
}

const column = (k: number, f: (j: number) => number): number[] => Array.from({ length: k }, (_, j) => f(j))

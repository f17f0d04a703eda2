/** Least squares with a ridge over scaled columns, factored once and solved for several right sides. */
export interface Ridge {
  /** Fitted value of a row that was scaled as the learnt ones were. */
  predict(row: Float64Array, weights: Float64Array): number
  /** Weights for one right side, one value per learnt row. */
  solve(right: Float64Array): Float64Array
}

/** `rows` hold raw features; the last weight is the constant. A feature that never varied has no say. */
export function factorRidge(rows: readonly Float64Array[], ridge: number): Ridge {
  const n = rows.length
  const k = rows[0]!.length
  const mean = new Float64Array(k)
  const inverse = new Float64Array(k)
  for (const row of rows) for (let j = 0; j < k; j++) mean[j]! += row[j]! / n
  for (const row of rows) for (let j = 0; j < k; j++) inverse[j]! += (row[j]! - mean[j]!) ** 2 / n
  for (let j = 0; j < k; j++)
    inverse[j] = inverse[j]! > 1e-12 * (1 + mean[j]! ** 2) ? 1 / Math.sqrt(inverse[j]!) : 0
  const scaled = new Float64Array(n * k)
  for (const [r, row] of rows.entries())
    for (let j = 0; j < k; j++) scaled[r * k + j] = (row[j]! - mean[j]!) * inverse[j]!
  const factor = cholesky(gram(scaled, n, k, ridge), k)
  return {
    predict: (row, weights) => {
      let sum = weights[k]!
      for (let j = 0; j < k; j++) sum += weights[j]! * (row[j]! - mean[j]!) * inverse[j]!
      return sum
    },
    solve: (right) => {
      const middle = right.reduce((sum, v) => sum + v, 0) / n
      const weights = new Float64Array(k + 1)
      for (let r = 0; r < n; r++) {
        const away = right[r]! - middle
        for (let j = 0; j < k; j++) weights[j]! += scaled[r * k + j]! * away
      }
      substitute(factor, weights, k)
      weights[k] = middle
      return weights
    },
  }
}

function gram(scaled: Float64Array, n: number, k: number, ridge: number): Float64Array {
  const out = new Float64Array(k * k)
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < k; i++) {
      const v = scaled[r * k + i]!
      if (v === 0) continue
      for (let j = 0; j <= i; j++) out[i * k + j]! += v * scaled[r * k + j]!
    }
  }
  for (let i = 0; i < k; i++) out[i * k + i]! += ridge
  return out
}

/** Lower triangle L with L·Lᵀ = matrix, in place of the matrix's lower triangle. */
function cholesky(a: Float64Array, k: number): Float64Array {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * k + j]!
      for (let m = 0; m < j; m++) sum -= a[i * k + m]! * a[j * k + m]!
      a[i * k + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j * k + j]!
    }
  }
  return a
}

function substitute(factor: Float64Array, x: Float64Array, k: number): void {
  for (let i = 0; i < k; i++) {
    let sum = x[i]!
    for (let m = 0; m < i; m++) sum -= factor[i * k + m]! * x[m]!
    x[i] = sum / factor[i * k + i]!
  }
  for (let i = k - 1; i >= 0; i--) {
    let sum = x[i]!
    for (let m = i + 1; m < k; m++) sum -= factor[m * k + i]! * x[m]!
    x[i] = sum / factor[i * k + i]!
  }
}

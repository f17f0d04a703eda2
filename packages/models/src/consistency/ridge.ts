import { cholesky, type Matrix, solveSymmetric, zeros } from '../common/matrix.ts'

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
  const factor = cholesky(gram(scaled, n, k, ridge))
  return {
    predict: (row, weights) => {
      let sum = weights[k]!
      for (let j = 0; j < k; j++) sum += weights[j]! * (row[j]! - mean[j]!) * inverse[j]!
      return sum
    },
    solve: (right) => {
      const middle = right.reduce((sum, v) => sum + v, 0) / n
      const side = new Float64Array(k)
      for (let r = 0; r < n; r++) {
        const away = right[r]! - middle
        for (let j = 0; j < k; j++) side[j]! += scaled[r * k + j]! * away
      }
      return Float64Array.of(...solveSymmetric(factor, side), middle)
    },
  }
}

/** Only its lower triangle is filled in. */
function gram(scaled: Float64Array, n: number, k: number, ridge: number): Matrix {
  const out = zeros(k)
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < k; i++) {
      const v = scaled[r * k + i]!
      if (v === 0) continue
      for (let j = 0; j <= i; j++) out[i]![j]! += v * scaled[r * k + j]!
    }
  }
  for (let i = 0; i < k; i++) out[i]![i]! += ridge
  return out
}

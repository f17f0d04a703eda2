/** Rows of numbers. */
export type Matrix = Float64Array[]

export const zeros = (rows: number, columns = rows): Matrix =>
  Array.from({ length: rows }, () => new Float64Array(columns))

export const copyOf = (matrix: Matrix): Matrix => matrix.map((row) => row.slice())

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Adds `factor` times the outer product of two vectors. */
export function addOuter(matrix: Matrix, a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) {
    const row = matrix[i]!
    const scaled = factor * a[i]!
    for (let j = 0; j < b.length; j++) row[j]! += scaled * b[j]!
  }
}

/** Adds `factor` times another matrix of the same shape. */
export function addScaled(matrix: Matrix, other: Matrix, factor: number): void {
  for (let i = 0; i < matrix.length; i++) {
    const row = matrix[i]!
    const from = other[i]!
    for (let j = 0; j < row.length; j++) row[j]! += factor * from[j]!
  }
}

/** The lower triangle L of a symmetric positive matrix, so that L Lᵀ is the matrix. A pivot that rounding made negative becomes tiny. */
export function cholesky(matrix: Matrix): Matrix {
  const n = matrix.length
  const lower = zeros(n)
  for (let i = 0; i < n; i++) {
    const row = lower[i]!
    const given = matrix[i]!
    for (let j = 0; j <= i; j++) {
      const other = lower[j]!
      let sum = given[j]!
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!
      row[j] = i === j ? Math.sqrt(Math.max(sum, 1e-14)) : sum / other[j]!
    }
  }
  return lower
}

/** x with L x = b. */
export function solveLower(lower: Matrix, b: Float64Array): Float64Array {
  const n = b.length
  const x = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const row = lower[i]!
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= row[k]! * x[k]!
    x[i] = sum / row[i]!
  }
  return x
}

/** x with Lᵀ x = b. */
export function solveUpper(lower: Matrix, b: Float64Array): Float64Array {
  const n = b.length
  const x = new Float64Array(n)
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < n; k++) sum -= lower[k]![i]! * x[k]!
    x[i] = sum / lower[i]![i]!
  }
  return x
}

/** Of the matrix whose lower triangle this is. */
export function logDeterminant(lower: Matrix): number {
  let sum = 0
  for (let i = 0; i < lower.length; i++) sum += Math.log(lower[i]![i]!)
  return 2 * sum
}

/** x with A x = b for a symmetric positive A. */
export const solveSymmetric = (lower: Matrix, b: Float64Array): Float64Array =>
  solveUpper(lower, solveLower(lower, b))

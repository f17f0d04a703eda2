import { cholesky, type Matrix, solveSymmetric, zeros } from '../common/matrix.ts'

/** Exponent of Hazen-Williams' head loss in flow; the others' 2 is near enough for a regression. */
export const HEAD_LOSS_EXPONENT = 1.852
/** Brings the powers of some hundred m³/h to the size of one. */
const SCALE = 1e-3
/** Holds drivers apart that hardly differ. */
const RIDGE = 1e-9

/** What a zone's pressures follow: a constant and each flow's head loss, signed. `flows` in m³/h. */
export const drivers = (flows: ArrayLike<number>): Float64Array => {
  const row = new Float64Array(flows.length + 1)
  row[0] = 1
  for (let i = 0; i < flows.length; i++) row[i + 1] = headLossOf(flows[i]!)
  return row
}

export const headLossOf = (flow: number): number =>
  Math.sign(flow) * Math.abs(flow) ** HEAD_LOSS_EXPONENT * SCALE

/**
 * Least squares of every sensor on the drivers. `rows` × drivers, `values` rows × sensors; gives drivers × sensors.
 * Head loss in each pipe goes with a power of its flow, and flows share out in nearly fixed parts while nothing leaks.
 */
export function fitExpected(rows: readonly Float64Array[], values: readonly Float64Array[]): Matrix {
  const [p, m] = [rows[0]!.length, values[0]!.length]
  const normal = zeros(p)
  const right = zeros(m, p)
  for (const [k, x] of rows.entries()) {
    const y = values[k]!
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) normal[i]![j]! += x[i]! * x[j]!
      for (let s = 0; s < m; s++) right[s]![i]! += x[i]! * y[s]!
    }
  }
  for (let i = 0; i < p; i++) normal[i]![i]! += RIDGE * rows.length
  const lower = cholesky(normal)
  const solved = right.map((b) => solveSymmetric(lower, b))
  return Array.from({ length: p }, (_, i) => Float64Array.from(solved, (column) => column[i]!))
}

/** What is expected of every sensor for one row of drivers. */
export function expectedOf(fit: Matrix, row: Float64Array): Float64Array {
  const out = new Float64Array(fit[0]!.length)
  for (let j = 0; j < row.length; j++) {
    const coefficients = fit[j]!
    for (let i = 0; i < out.length; i++) out[i]! += row[j]! * coefficients[i]!
  }
  return out
}

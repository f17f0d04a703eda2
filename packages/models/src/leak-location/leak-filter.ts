import {
  addScaled,
  cholesky,
  copyOf,
  dot,
  type Matrix,
  solveLower,
  solveUpper,
  zeros,
} from '../common/matrix.ts'

/** Water that leaks somewhere, and what a m³/h of it does to each sensor. */
export interface LeakEffect {
  /** m³/h */
  flow: number
  direction: Float64Array
}

/** The joint covariance of (flow, direction) of each leak, in blocks of one more than there are sensors. */
export interface LeakFilter {
  leaks: readonly LeakEffect[]
  covariance: Matrix
}

/** What a filter says of the sensors before it has seen them. */
export interface Outlook {
  /** Covariance of the sensors with the filter's state: sensors × state. */
  cross: Matrix
  /** Covariance of the sensors for what is not known of the leaks. */
  spread: Matrix
}

/** No flow is learnt to be less, m³/h: a direction without a flow could not be learnt any more. */
export const LEAST_FLOW = 0.05

/** What all leaks together do to one sensor. */
export const explained = (leaks: readonly LeakEffect[], sensor: number): number =>
  leaks.reduce((sum, leak) => sum + leak.flow * leak.direction[sensor]!, 0)

export function outlookOf({ leaks, covariance }: LeakFilter, m: number): Outlook {
  const cross = zeros(m, covariance.length)
  for (const [l, { flow, direction }] of leaks.entries()) {
    const at = l * (m + 1)
    for (let i = 0; i < m; i++) {
      addScaled([cross[i]!], [covariance[at]!], direction[i]!)
      addScaled([cross[i]!], [covariance[at + 1 + i]!], flow)
    }
  }
  const spread = zeros(m)
  for (const [l, { flow, direction }] of leaks.entries()) {
    const at = l * (m + 1)
    for (let i = 0; i < m; i++) {
      const row = cross[i]!
      for (let j = 0; j < m; j++) spread[i]![j]! += row[at]! * direction[j]! + row[at + 1 + j]! * flow
    }
  }
  return { cross, spread }
}

/** The sensors' covariance, noise and all, as if one leak were not. */
export function spreadWithout(filter: LeakFilter, l: number, outlook: Outlook, noise: Matrix): Matrix {
  const { cross, spread } = outlook
  const at = l * (noise.length + 1)
  const { flow, direction } = filter.leaks[l]!
  const share = (i: number, j: number) => cross[i]![at]! * direction[j]! + cross[i]![at + 1 + j]! * flow
  const P = filter.covariance
  return noise.map((row, i) =>
    row.map(
      (v, j) =>
        v +
        spread[i]![j]! -
        share(i, j) -
        share(j, i) +
        direction[i]! * (P[at]![at]! * direction[j]! + P[at]![at + 1 + j]! * flow) +
        flow * (P[at + 1 + i]![at]! * direction[j]! + P[at + 1 + i]![at + 1 + j]! * flow),
    ),
  )
}

/** A day passes: each flow may have changed by so many m³/h, and each direction turned by so much. */
export function loosened(
  filter: LeakFilter,
  change: (flow: number) => number,
  turn: number,
  m: number,
): Matrix {
  const covariance = copyOf(filter.covariance)
  for (const [l, { flow }] of filter.leaks.entries()) {
    const at = l * (m + 1)
    covariance[at]![at]! += change(flow) ** 2
    for (let i = 1; i <= m; i++) covariance[at + i]![at + i]! += turn ** 2
  }
  return covariance
}

/** The filter's update, from the lower triangle of the sensors' covariance and what it left of them. */
export function learnt<Leak extends LeakEffect>(
  { leaks, covariance }: { leaks: readonly Leak[]; covariance: Matrix },
  { cross }: Outlook,
  lower: Matrix,
  whitened: Float64Array,
): { leaks: Leak[]; covariance: Matrix } {
  const m = whitened.length
  const weights = solveUpper(lower, whitened)
  const column = new Float64Array(m)
  const solved = covariance.map((_, c) => {
    for (let i = 0; i < m; i++) column[i] = cross[i]![c]!
    return solveLower(lower, column)
  })
  const gain = (c: number) => {
    let sum = 0
    for (let i = 0; i < m; i++) sum += cross[i]![c]! * weights[i]!
    return sum
  }
  return {
    covariance: covariance.map((row, a) => row.map((v, b) => v - dot(solved[a]!, solved[b]!))),
    leaks: leaks.map((leak, l) => {
      const at = l * (m + 1)
      return {
        ...leak,
        flow: Math.max(LEAST_FLOW, leak.flow + gain(at)),
        direction: leak.direction.map((v, i) => v + gain(at + 1 + i)),
      }
    }),
  }
}

/** The covariance with one more leak, which is not known to hang together with any other. */
export function joined(covariance: Matrix, flowVariance: number, direction: Matrix): Matrix {
  const from = covariance.length
  const out = zeros(from + 1 + direction.length)
  for (const [i, row] of covariance.entries()) out[i]!.set(row)
  out[from]![from] = flowVariance
  for (const [i, row] of direction.entries()) out[from + 1 + i]!.set(row, from + 1)
  return out
}

/** The covariance without one leak. */
export function remaining(covariance: Matrix, l: number, m: number): Matrix {
  const stays = (_: unknown, i: number) => Math.floor(i / (m + 1)) !== l
  return covariance.filter(stays).map((row) => row.filter(stays))
}

/** A deviation told in the measure of what may be, and how far off it is in all. */
export function weighed(deviation: Float64Array, covariance: Matrix) {
  const lower = cholesky(covariance)
  const whitened = solveLower(lower, deviation)
  return { lower, whitened, strangeness: dot(whitened, whitened) }
}

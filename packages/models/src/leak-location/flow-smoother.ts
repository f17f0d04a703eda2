import {
  addOuter,
  cholesky,
  copyOf,
  dot,
  type Matrix,
  solveLower,
  solveSymmetric,
  zeros,
} from '../common/matrix.ts'

/** What the sensors of a zone showed on a day. */
export interface PastDay {
  day: number
  /** Mean deviation of each sensor. */
  deviation: Float64Array
  /** A day on which a leak ended says of no flow what it was. */
  counts: boolean
}

/** A leak whose flow is asked for: what a m³/h of it does to each sensor, and the day on which it was found. */
export interface FlowTrack {
  direction: Float64Array
  firstSeen: number
}

/** Days before its find for which a leak may have run unseen. */
export const UNSEEN_DAYS = 40
/** Days before its find within which it may have begun at once. */
const BEGINNING = 3
/** m³/h by which a flow may change in a day, its share besides, and what it may while it begins. */
const CHANGE = { flow: 0.25, share: 0.02, begin: 8 }
/** Keeps a flow that can't have changed yet from making the covariance singular, (m³/h)². */
const JITTER = 1e-9

/**
 * Each leak's flow in m³/h on each day, for directions that are known: a Kalman filter forwards and the smoother of
 * Rauch, Tung and Striebel (1965) back. With the covariance of the last day's flows.
 */
export function smoothFlows(
  days: readonly PastDay[],
  tracks: readonly FlowTrack[],
  noise: Matrix,
): { flows: Float64Array[]; last: Matrix } {
  const lower = cholesky(noise)
  const effects = tracks.map(({ direction }) => solveLower(lower, direction))
  let flows = new Float64Array(tracks.length)
  let covariance = zeros(tracks.length)
  const steps = days.map(({ day, deviation, counts }) => {
    const before = flows
    const predicted = copyOf(covariance)
    for (const [l, { firstSeen }] of tracks.entries()) {
      if (day <= firstSeen - UNSEEN_DAYS) continue
      const begins = day >= firstSeen - BEGINNING && day <= firstSeen
      predicted[l]![l]! += (CHANGE.flow + CHANGE.share * flows[l]! + (begins ? CHANGE.begin : 0)) ** 2
    }
    covariance = predicted
    if (counts) ({ flows, covariance } = withDay(flows, covariance, effects, solveLower(lower, deviation)))
    return { before, predicted, flows, covariance }
  })
  const smoothed = steps.map((step) => step.flows)
  for (let k = steps.length - 2; k >= 0; k--) {
    const { predicted, before } = steps[k + 1]!
    const steady = predicted.map((row, l) => row.with(l, row[l]! + JITTER))
    const surprise = solveSymmetric(
      cholesky(steady),
      smoothed[k + 1]!.map((flow, l) => flow - before[l]!),
    )
    smoothed[k] = steps[k]!.flows.map((flow, l) =>
      Math.max(0, flow + dot(steps[k]!.covariance[l]!, surprise)),
    )
  }
  return { flows: smoothed, last: covariance }
}

/** The filter's update, one whitened sensor after the other; no flow becomes negative. */
function withDay(
  before: Float64Array,
  predicted: Matrix,
  effects: readonly Float64Array[],
  whitened: Float64Array,
): { flows: Float64Array<ArrayBuffer>; covariance: Matrix } {
  const flows = Float64Array.from(before)
  const covariance = copyOf(predicted)
  for (let i = 0; i < whitened.length; i++) {
    const effect = Float64Array.from(effects, (one) => one[i]!)
    const cross = Float64Array.from(covariance, (row) => dot(row, effect))
    const spread = 1 + dot(cross, effect)
    const surprise = (whitened[i]! - dot(effect, flows)) / spread
    for (let l = 0; l < flows.length; l++) flows[l]! += cross[l]! * surprise
    addOuter(covariance, cross, cross, -1 / spread)
  }
  return { flows: flows.map((flow) => Math.max(0, flow)), covariance }
}

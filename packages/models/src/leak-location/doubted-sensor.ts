import { addScaled, copyOf, logDeterminant, type Matrix, solveSymmetric } from '../common/matrix.ts'
import { explained, outlookOf, weighed } from './leak-filter.ts'
import type { TrackerState } from './leak-tracker.ts'
import { locate, type Signatures } from './locate-leak.ts'

/** Log odds from which a sensor is taken out, and what a broken sensor is less likely by than a leak. */
const EVIDENCE = 12
const RARER = 2

/**
 * A sensor that alone explains what is left better than any leak does: it drifts, was moved, or a valve beside it was
 * turned. No leak draws one sensor down without its water being missed. Null where none is.
 */
export function doubtedSensor(
  signatures: Signatures,
  noise: Matrix,
  state: TrackerState,
  deviation: Float64Array,
  near: number,
): number | null {
  const m = deviation.length
  const expected = copyOf(noise)
  addScaled(expected, outlookOf(state, m).spread, 1)
  const left = deviation.map((v, i) => v - explained(state.leaks, i))
  const { lower, strangeness } = weighed(left, expected)
  const weights = solveSymmetric(lower, left)
  let worst = { sensor: -1, evidence: 0 }
  // The night flow, which stands last, is the zone's meters: never a single sensor's fault.
  for (let i = 0; i < m - 1; i++) {
    const unit = new Float64Array(m)
    unit[i] = 1
    const evidence = weights[i]! ** 2 / solveSymmetric(lower, unit)[i]! / 2 - RARER
    if (evidence > worst.evidence) worst = { sensor: i, evidence }
  }
  if (worst.evidence < EVIDENCE) return null
  const leak = locate(signatures, left, expected, strangeness + logDeterminant(lower), near)
  return worst.evidence > leak.evidence ? worst.sensor : null
}

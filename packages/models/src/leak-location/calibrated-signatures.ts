import { type Network, pipeDistances } from '@driftbild/network'
import { addOuter, addScaled, cholesky, dot, type Matrix, solveSymmetric, zeros } from '../common/matrix.ts'
import { drivers, expectedOf } from './expected-pressure.ts'
import type { Signatures } from './locate-leak.ts'
import { BALANCE_SCALE, measuresOf, type ZoneEnsemble } from './signature-ensemble.ts'

/** Metres by which what members expect may be off what was measured: regression, rounding, what no member has. */
const EXPECTED_ERROR = 0.03
/** How much wider than the members' spread the error is taken, and what every place gets of the mean of all. */
const WIDENED = { own: 1.3, mean: 0.3 }
/** Share of a signature's own size that is always in doubt, besides. */
const OWN_DOUBT = 0.05
/** So many of the most alike places share their errors: few members say too little of each alone. */
const ALIKE = 8
/** A group has about so many places. */
const GROUP = { many: 8, few: 4, from: 200 }
/** Share of a leak's flow by which the water balance may be wrong. */
const BALANCE_DOUBT = 0.03

/**
 * Signatures of the real network: each member's weight follows from how well what it expects of the sensors while
 * nothing leaks agrees with what was fitted to their readings (an ensemble transform Kalman update; Bishop,
 * Etherton & Majumdar 2001, https://doi.org/10.1175/1520-0493(2001)129<0420:ASWTET>2.0.CO;2). What is left of the
 * members' spread is the error. `typical` are flows (m³/h) at which to compare.
 */
export function calibratedSignatures(
  network: Network,
  ensemble: ZoneEnsemble,
  fitted: Matrix,
  typical: readonly (readonly number[])[],
): Signatures {
  const { zone } = ensemble
  const m = measuresOf(zone)
  const pressures = zone.sensors.length
  const members = ensemble.signatures.slice(1)
  const states = typical.map(drivers)
  const seenBy = (fit: Matrix) => states.flatMap((row) => [...expectedOf(fit, row)])
  const seen = ensemble.expected.slice(1).map(seenBy)
  const n = seen.length
  const meanSeen = seen[0]!.map((_, j) => seen.reduce((sum, one) => sum + one[j]!, 0) / n)
  const off = seen.map((one) => one.map((v, j) => v - meanSeen[j]!))
  const measured = seenBy(fitted).map((v, j) => v - meanSeen[j]!)
  const precision = zeros(n)
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++)
      precision[a]![b] = dot(off[a]!, off[b]!) / EXPECTED_ERROR ** 2 + (a === b ? n - 1 : 0)
  }
  const lower = cholesky(precision)
  const weights = solveSymmetric(
    lower,
    Float64Array.from(off, (one) => dot(one, measured) / EXPECTED_ERROR ** 2),
  )
  const transform = Array.from({ length: n }, (_, a) => {
    const unit = new Float64Array(n)
    unit[a] = 1
    return solveSymmetric(lower, unit)
  })

  const means = zone.places.map((_, p) => {
    const mean = new Float64Array(m)
    for (const member of members) addScaled([mean], [member[p]!], 1 / n)
    return mean
  })
  const updated = means.map((mean, p) => {
    const signature = mean.slice()
    for (const [a, member] of members.entries())
      for (let i = 0; i < m; i++) signature[i]! += weights[a]! * (member[p]![i]! - mean[i]!)
    return signature
  })
  const every = zone.places.length > GROUP.from ? GROUP.many : GROUP.few
  const bases = zone.places.map((_, p) => p).filter((p) => p % every === (every >> 1) % every)
  const spreads = new Map(
    bases.map((p) => [
      p,
      spreadOf(
        members.map((member) => member[p]!),
        means[p]!,
        transform,
      ),
    ]),
  )
  const meanSpread = zeros(m)
  for (const spread of spreads.values()) addScaled(meanSpread, spread, 1 / spreads.size)
  const apart = (a: number, b: number) => {
    let sum = 0
    for (let i = 0; i < pressures; i++) sum += (updated[a]![i]! - updated[b]![i]!) ** 2
    return sum
  }
  const nearest = new Map<number, number[]>(bases.map((p) => [p, []]))
  const baseOf = zone.places.map((_, p) => bases.reduce((x, y) => (apart(p, y) < apart(p, x) ? y : x)))
  for (const [p, base] of baseOf.entries()) nearest.get(base)!.push(p)
  const groups = bases.map((base) => {
    const alike = bases.toSorted((a, b) => apart(base, a) - apart(base, b)).slice(0, ALIKE)
    const error = zeros(m)
    for (const other of alike) addScaled(error, spreads.get(other)!, WIDENED.own / alike.length)
    addScaled(error, meanSpread, WIDENED.mean)
    for (let i = 0; i < m; i++) {
      error[i]![i] = 1.15 * error[i]![i]! + (i < pressures ? (OWN_DOUBT * updated[base]![i]!) ** 2 : 0)
    }
    if (zone.tank) error[pressures]![pressures]! += (BALANCE_DOUBT * BALANCE_SCALE) ** 2
    for (let i = 0; i < pressures; i++) error[i]![i]! += 1e-10
    return { error, places: nearest.get(base)! }
  })
  const groupByBase = new Map(bases.map((base, g) => [base, groups[g]!]))
  const distances = pipeDistances(network)
  return {
    groups: groups.filter((group) => group.places.length > 0),
    groupOf: (place) => groupByBase.get(baseOf[place]!)!,
    distance: (a, b) => distances.nodes(zone.places[a]!, zone.places[b]!),
    of: (place, flow) => bent(updated[place]!, ensemble.sizes[place]!, flow),
  }
}

/** What calibration leaves of the members' spread: the transform's inner matrix between their anomalies. */
function spreadOf(
  members: readonly Float64Array[],
  mean: Float64Array,
  transform: readonly Float64Array[],
): Matrix {
  const off = members.map((one) => one.map((v, i) => v - mean[i]!))
  const spread = zeros(mean.length)
  for (const [a, one] of off.entries()) {
    const mixed = new Float64Array(mean.length)
    for (const [b, other] of off.entries()) addScaled([mixed], [other], transform[a]![b]!)
    addOuter(spread, one, mixed, 1)
  }
  return spread
}

/** The middle size's signature, bent as the drawn network's bends with the leak's size. */
function bent(
  middle: Float64Array,
  [small, medium, big]: readonly { flow: number; signature: Float64Array }[],
  flow: number,
): Float64Array {
  const [towards, share] =
    flow <= medium!.flow
      ? [small!, Math.min(1, (medium!.flow - flow) / (medium!.flow - small!.flow))]
      : [big!, Math.min(1, (flow - medium!.flow) / (big!.flow - medium!.flow))]
  return middle.map((v, i) => v + share * (towards.signature[i]! - medium!.signature[i]!))
}

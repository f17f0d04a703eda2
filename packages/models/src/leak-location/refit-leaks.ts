import {
  addOuter,
  addScaled,
  cholesky,
  dot,
  type Matrix,
  solveLower,
  solveSymmetric,
  zeros,
} from '../common/matrix.ts'
import { type FlowTrack, type PastDay, smoothFlows, UNSEEN_DAYS } from './flow-smoother.ts'
import { type Located, locate, type Signatures } from './locate-leak.ts'

/** A leak with all its days in mind. */
export interface RefittedLeak {
  /** m³/h, now and at most. */
  flow: number
  peak: number
  direction: Float64Array
  /** Where all its days together say that it is. */
  located: Located
}

export interface Refit {
  leaks: RefittedLeak[]
  /** Of flow and direction of each leak, as a filter goes on from it. */
  covariance: Matrix
  /** Since the first of them may have begun; a flow for each leak. */
  days: { day: number; flows: Float64Array }[]
}

/** Times that flows and directions are found from each other. */
const ROUNDS = 3
/** Days after which more of them say no more of a direction: what is off then stays off. */
const TELLING_DAYS = 8
const LEAST_TELLING = 0.5
/** How much wider than the signatures' error a direction may be. */
const DOUBT = 1.5
/** m³/h below which a flow tells nothing of a direction. */
const LEAST_FLOW = 0.5
/** What the filter goes on with at least: (m³/h)², and (m per m³/h)² of a direction. */
const LEAST_SPREAD = { flow: 0.01, direction: 1e-12 }

/**
 * Flows and directions of all known leaks from all their days at once, found from each other in turns: a filter that
 * only goes forwards takes a small new leak for the growth or the turning of those it knows.
 */
export function refitLeaks(
  signatures: Signatures,
  noise: Matrix,
  history: readonly PastDay[],
  known: readonly { place: number; flow: number; firstSeen: number }[],
  near: number,
): Refit {
  const from = Math.min(...known.map(({ firstSeen }) => firstSeen)) - UNSEEN_DAYS
  const days = history.filter(({ day }) => day >= from)
  let tracks = known.map(
    ({ place, flow, firstSeen }): FlowTrack => ({
      direction: signatures.of(place, Math.max(1, flow)),
      firstSeen,
    }),
  )
  let { flows, last } = smoothFlows(days, tracks, noise)
  for (let round = 1; round < ROUNDS; round++) {
    for (const [l, { place, firstSeen }] of known.entries()) {
      const shown = shownBy(days, flows, tracks, l, noise)
      if (shown === null) continue
      const usual = signatures.of(place, shown.peak)
      const error = zeros(noise.length)
      addScaled(error, signatures.groupOf(place).error, DOUBT)
      const { direction } = combined(usual, error, shown)
      tracks = tracks.with(l, { direction, firstSeen })
    }
    ;({ flows, last } = smoothFlows(days, tracks, noise))
  }
  return settled(signatures, noise, days, known, tracks, flows, last, near)
}

/** The last round, in which each leak may be anywhere: its direction is of all places that it may be at. */
function settled(
  signatures: Signatures,
  noise: Matrix,
  days: readonly PastDay[],
  known: readonly { place: number }[],
  tracks: readonly FlowTrack[],
  flows: readonly Float64Array[],
  last: Matrix,
  near: number,
): Refit {
  const size = noise.length + 1
  const covariance = zeros(known.length * size)
  let found = tracks
  const leaks = known.map(({ place }, l): RefittedLeak => {
    const shown = shownBy(days, flows, found, l, noise) ?? {
      peak: LEAST_FLOW,
      effect: signatures.of(place, 1),
      error: noise,
    }
    const { peak, effect, error } = shown
    const located = locate(
      signatures,
      effect.map((v) => v * peak),
      error.map((row) => row.map((v) => v * peak * peak)),
      0,
      near,
    )
    const { usual, spread } = mixtureOf(signatures, located, peak)
    const { direction, covariance: own } = combined(usual, spread, shown)
    found = found.with(l, { ...found[l]!, direction })
    const at = l * size
    for (const [i, row] of own.entries()) {
      covariance[at + 1 + i]!.set(row, at + 1)
      covariance[at + 1 + i]![at + 1 + i]! += LEAST_SPREAD.direction
    }
    for (let k = 0; k < known.length; k++) covariance[at]![k * size] = last[l]![k]!
    covariance[at]![at]! += LEAST_SPREAD.flow
    const now = flows.at(-1)![l]!
    return { flow: now, peak: flows.reduce((most, day) => Math.max(most, day[l]!), now), direction, located }
  })
  return { leaks, covariance, days: days.map(({ day }, k) => ({ day, flows: flows[k]! })) }
}

interface Shown {
  /** m³/h */
  peak: number
  /** What a m³/h of the leak did to each sensor, less what the others explain, over all days. */
  effect: Float64Array
  error: Matrix
}

/** Null where it hardly leaked. */
function shownBy(
  days: readonly PastDay[],
  flows: readonly Float64Array[],
  tracks: readonly FlowTrack[],
  l: number,
  noise: Matrix,
): Shown | null {
  const effect = new Float64Array(noise.length)
  let weight = 0
  let most = 0
  for (const [k, { deviation, counts }] of days.entries()) {
    if (!counts) continue
    const flow = flows[k]![l]!
    weight += flow * flow
    most = Math.max(most, flow)
    for (let i = 0; i < effect.length; i++) {
      let left = deviation[i]!
      for (const [o, { direction }] of tracks.entries()) if (o !== l) left -= flows[k]![o]! * direction[i]!
      effect[i]! += flow * left
    }
  }
  if (weight < 1e-6) return null
  const peak = Math.max(LEAST_FLOW, most)
  const telling = Math.max(LEAST_TELLING, Math.min(TELLING_DAYS, weight / peak ** 2))
  return {
    peak,
    effect: effect.map((v) => v / weight),
    error: noise.map((row) => row.map((v) => v / (telling * peak ** 2))),
  }
}

/** What the places that a leak may be at would do, and how far they differ. */
function mixtureOf(signatures: Signatures, { place, suspects }: Located, flow: number) {
  const usual = new Float64Array(signatures.of(place, flow).length)
  const all = suspects.reduce((sum, { probability }) => sum + probability, 0)
  for (const one of suspects) {
    const signature = signatures.of(one.place, flow)
    for (let i = 0; i < usual.length; i++) usual[i]! += (one.probability / all) * signature[i]!
  }
  const spread = zeros(usual.length)
  addScaled(spread, signatures.groupOf(place).error, DOUBT)
  for (const one of suspects) {
    const off = signatures.of(one.place, flow).map((v, i) => v - usual[i]!)
    addOuter(spread, off, off, one.probability / all)
  }
  return { usual, spread }
}

/** What was expected of a direction and what was seen of it, by how sure each is. */
function combined(usual: Float64Array, spread: Matrix, { effect, error }: Shown) {
  const lower = cholesky(spread.map((row, i) => row.map((v, j) => v + error[i]![j]!)))
  const surprise = solveSymmetric(
    lower,
    effect.map((v, i) => v - usual[i]!),
  )
  const solved = spread.map((row) => solveLower(lower, row))
  return {
    direction: usual.map((v, i) => v + dot(spread[i]!, surprise)),
    covariance: spread.map((row, i) => row.map((v, j) => v - dot(solved[i]!, solved[j]!))),
  }
}

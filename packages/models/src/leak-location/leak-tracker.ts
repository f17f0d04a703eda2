import { addOuter, addScaled, copyOf, logDeterminant, type Matrix, zeros } from '../common/matrix.ts'
import {
  explained,
  joined,
  type LeakEffect,
  learnt,
  loosened,
  outlookOf,
  remaining,
  spreadWithout,
  weighed,
} from './leak-filter.ts'
import { type Located, locate, type Signatures, type Suspect, scaleOf } from './locate-leak.ts'

export interface KnownLeak extends LeakEffect {
  /** Where it most likely is. */
  place: number
  /** Highest flow so far, m³/h. */
  peak: number
  /** Flow when it was last located, m³/h. */
  locatedAt: number
  /** Steps in a row for which it was next to nothing. */
  quiet: number
  /** Places that were told for it. */
  told: readonly number[]
  /** Log odds of the newest look alone that it is over; null for one that was found by it. */
  ending: number | null
}

/** Leaks that explain what the sensors show, with the joint covariance of (flow, direction) of each. */
export interface TrackerState {
  leaks: readonly KnownLeak[]
  covariance: Matrix
  pending: { kind: 'new' | 'repaired'; place: number; times: number } | null
}

export type LeakEvent =
  | {
      type: 'found'
      place: number
      flow: number
      /** That it is within the near distance of the place. */
      probability: number
      suspects: Suspect[]
      /** Whether the same leak had been told for another place. */
      moved: boolean
    }
  | { type: 'repaired'; place: number; flow: number; of: number }

export interface TrackerSettings {
  /** Log odds that a new leak, or the end of a known one, needs before it is believed. */
  evidence: { new: number; repaired: number }
  /** Of lying within `near` of the told place. */
  probability: number
  /** m³/h below which nothing is told. */
  leastFlow: number
  /** Metres within which two places are one to a crew. */
  near: number
  /** m³/h from which what is found near a known leak is another one and not its growth. */
  beside: number
  /** Looks in a row that must agree. */
  agreeing: number
  /** How much a flow may change from one day to the next: m³/h, and its share. */
  growth: { flow: number; share: number }
  /** How much a direction may turn in a day, as a share of what a m³/h does on average. */
  turning: number
  /** How much wider than the signatures' error a new leak's direction may be. */
  doubt: number
  /** m³/h by which a flow may be off when it is first seen, besides its share. */
  unsure: number
  /** m³/h below which a leak is over when it stays there. */
  over: number
}

export const trackerSettings: TrackerSettings = {
  evidence: { new: 40, repaired: 15 },
  probability: 0.85,
  leastFlow: 1.5,
  near: 300,
  beside: 3,
  agreeing: 4,
  growth: { flow: 0.5, share: 0.12 },
  turning: 0.001,
  doubt: 1.5,
  unsure: 1,
  over: 0.5,
}

export const noLeaks = (): TrackerState => ({ leaks: [], covariance: [], pending: null })

/** A leak that falls below this share of its peak, or the least flow, is over when it stays there. */
const OVER = { share: 0.15, steps: 2 }
/** A known leak is located anew when it has grown by this factor. */
const GROWN = 1.3
/** Sensors are explained when their squared, scaled deviations stay below this many times their number. */
const CALM = 1.6
/** So far beyond that nothing is learnt from a day. */
const STRANGE = 4

export interface Look {
  state: TrackerState
  events: LeakEvent[]
}

/**
 * One look at the mean deviation of the sensors over a day. A Kalman filter over every known leak's flow and
 * direction says what is left unexplained; what is left is weighed against a leak at each place whose signature
 * has an error of its own, and against the end of each known leak. `learn` once a day: windows overlap otherwise.
 */
export function lookForLeaks(
  signatures: Signatures,
  noise: Matrix,
  before: TrackerState,
  deviation: Float64Array,
  learn: boolean,
  settings: TrackerSettings = trackerSettings,
): Look {
  const m = deviation.length
  const { growth, evidence, agreeing, near } = settings
  const loose = learn
    ? {
        ...before,
        covariance: loosened(
          before,
          (flow) => growth.flow + growth.share * flow,
          settings.turning * scaleOf(signatures),
          m,
        ),
      }
    : before
  const outlook = outlookOf(loose, m)
  const expected = copyOf(noise)
  addScaled(expected, outlook.spread, 1)
  const left = deviation.map((v, i) => v - explained(loose.leaks, i))
  const { lower, whitened, strangeness } = weighed(left, expected)
  const nothingNew = strangeness + logDeterminant(lower)

  const state = {
    ...loose,
    leaks: loose.leaks.map((leak, l) => {
      const own = left.map((v, i) => v + leak.flow * leak.direction[i]!)
      const rest = weighed(own, spreadWithout(loose, l, outlook, noise))
      return { ...leak, ending: (nothingNew - rest.strangeness - logDeterminant(rest.lower)) / 2 }
    }),
  }
  const end = state.leaks.reduce(
    (best, { ending }, l) => (ending > best.evidence ? { l, evidence: ending } : best),
    { l: -1, evidence: 0 },
  )
  const found = strangeness > 2 * evidence.new ? locate(signatures, left, expected, nothingNew, near) : null
  const isNew =
    found !== null &&
    found.evidence > Math.max(evidence.new, end.evidence) &&
    found.flow >= settings.leastFlow
  if (!isNew && end.evidence <= evidence.repaired) {
    const calm = { ...state, pending: null }
    if (!learn || state.leaks.length === 0 || strangeness > STRANGE * m) return { state: calm, events: [] }
    const after = withoutQuiet({ ...calm, ...learnt(calm, outlook, lower, whitened) }, m, settings.over)
    if (strangeness >= CALM * m) return after
    const again = locatedAnew(signatures, noise, after.state, deviation, settings)
    return { state: again.state, events: [...after.events, ...again.events] }
  }

  const { pending } = state
  const place = isNew ? found.place : end.l
  const kind = isNew ? 'new' : 'repaired'
  const same =
    pending?.kind === kind &&
    (isNew ? signatures.distance(pending.place, place) < 1.3 * near : pending.place === place)
  const times = same ? pending.times + 1 : 1
  if (times < agreeing) return { state: { ...state, pending: { kind, place, times } }, events: [] }
  if (!isNew) return { state: ended(state, end.l, m), events: [repaired(state.leaks[end.l]!)] }
  return taken(signatures, { ...state, pending: { kind, place, times } }, found, settings)
}

const repaired = ({ place, peak, told }: KnownLeak): LeakEvent => ({
  type: 'repaired',
  place,
  flow: peak,
  of: told[0]!,
})

const ended = ({ leaks, covariance }: TrackerState, l: number, m: number): TrackerState => ({
  leaks: leaks.filter((_, i) => i !== l),
  covariance: remaining(covariance, l, m),
  pending: null,
})

/** Leaks that have been next to nothing for long enough are over. */
function withoutQuiet(learned: TrackerState, m: number, over: number): Look {
  let state: TrackerState = {
    ...learned,
    leaks: learned.leaks.map((leak) => {
      const peak = Math.max(leak.peak, leak.flow)
      return { ...leak, peak, quiet: leak.flow < Math.max(over, OVER.share * peak) ? leak.quiet + 1 : 0 }
    }),
  }
  const events: LeakEvent[] = []
  for (const leak of state.leaks.toReversed()) {
    if (leak.quiet < OVER.steps) continue
    events.push(repaired(leak))
    state = ended(state, state.leaks.indexOf(leak), m)
  }
  return { state, events }
}

/** The find, which was pending, becomes a known leak, or the growth of one that is there. */
function taken(
  signatures: Signatures,
  state: TrackerState,
  { place, flow, probability, suspects }: Located,
  { near, beside, probability: enough, doubt, unsure }: TrackerSettings,
): Look {
  const grown = state.leaks.findIndex(
    (leak) => leak.told[0] === place || (flow < beside && signatures.distance(leak.place, place) < near),
  )
  if (grown >= 0) {
    const own = state.leaks[grown]!
    const leak = { ...own, flow: own.flow + flow, peak: Math.max(own.peak, own.flow + flow) }
    const covariance = copyOf(state.covariance)
    const at = grown * (leak.direction.length + 1)
    covariance[at]![at]! += (0.5 * flow + unsure) ** 2
    return { state: { leaks: state.leaks.with(grown, leak), covariance, pending: null }, events: [] }
  }
  if (probability < enough) return { state, events: [] }
  const direction = signatures.of(place, flow).slice()
  const spread = zeros(direction.length)
  addScaled(spread, signatures.groupOf(place).error, doubt)
  for (const other of suspects) {
    const off = signatures.of(other.place, flow).map((v, i) => v - direction[i]!)
    addOuter(spread, off, off, doubt * other.probability)
  }
  const leak: KnownLeak = {
    ...{ place, flow, direction, peak: flow, locatedAt: flow },
    ...{ quiet: 0, told: [place], ending: null },
  }
  return {
    state: {
      leaks: [...state.leaks, leak],
      covariance: joined(state.covariance, (0.3 * flow + unsure) ** 2, spread),
      pending: null,
    },
    events: [{ type: 'found', place, flow, probability, suspects, moved: false }],
  }
}

/** Leaks that have grown show better where they are; one that is told for another place says so. */
function locatedAnew(
  signatures: Signatures,
  noise: Matrix,
  state: TrackerState,
  deviation: Float64Array,
  settings: TrackerSettings,
): Look {
  const hasGrown = (leak: KnownLeak) => leak.flow >= Math.max(GROWN * leak.locatedAt, settings.leastFlow)
  if (!state.leaks.some(hasGrown)) return { state, events: [] }
  const outlook = outlookOf(state, deviation.length)
  const events: LeakEvent[] = []
  const leaks = state.leaks.map((leak, l): KnownLeak => {
    if (!hasGrown(leak)) return leak
    const own = deviation.map((v, i) => v - explained(state.leaks, i) + leak.flow * leak.direction[i]!)
    const spread = spreadWithout(state, l, outlook, noise)
    const { place, flow, probability, suspects } = locate(signatures, own, spread, 0, settings.near)
    const known = { ...leak, locatedAt: leak.flow }
    if (probability < settings.probability) return known
    if (leak.told.some((other) => signatures.distance(other, place) < settings.near))
      return { ...known, place }
    events.push({ type: 'found', place, flow, probability, suspects, moved: true })
    return { ...known, place, told: [...leak.told, place] }
  })
  return { state: { ...state, leaks }, events }
}

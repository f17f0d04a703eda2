import {
  addOuter,
  addScaled,
  cholesky,
  copyOf,
  dot,
  logDeterminant,
  type Matrix,
  solveLower,
  solveUpper,
  zeros,
} from './matrix.ts'

/** What a leak at each place would do to the sensors, and how sure that is. One vector has one entry a sensor. */
export interface Signatures {
  /** Change at every sensor for each m³/h that leaks at a place, when so many m³/h leak there. */
  of(place: number, flow: number): Float64Array
  /** Places that share one covariance of the signatures' error, (m per m³/h)². */
  groups: readonly { error: Matrix; places: readonly number[] }[]
  groupOf(place: number): { error: Matrix }
  /** Metres along pipes. */
  distance(a: number, b: number): number
}

export interface KnownLeak {
  /** Where it most likely is. */
  place: number
  /** m³/h */
  flow: number
  /** What a m³/h of it does to each sensor: the place's signature at first, then as it was seen. */
  direction: Float64Array
  /** Highest flow so far, m³/h. */
  peak: number
  /** Flow when it was last located, m³/h. */
  locatedAt: number
  /** Steps in a row for which it was next to nothing. */
  quiet: number
  /** Places that were told for it. */
  told: number[]
}

/** Leaks that explain what the sensors show, with the joint covariance of (flow, direction) of each. */
export interface TrackerState {
  leaks: KnownLeak[]
  covariance: Matrix
  pending: { kind: 'new' | 'repaired'; place: number; times: number } | null
}

export interface Suspect {
  place: number
  probability: number
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
  | { type: 'repaired'; place: number; flow: number }

export interface TrackerSettings {
  /** Log odds that a new leak, or the end of a known one, needs before it is believed. */
  evidence: { new: number; repaired: number }
  /** Of lying within `near` of the told place. */
  probability: number
  /** m³/h below which nothing is told. */
  leastFlow: number
  /** Metres within which two places are one to a crew. */
  near: number
  /** Looks in a row that must agree. */
  agreeing: number
  /** How much a flow may change from one day to the next: m³/h, and its share. */
  growth: { flow: number; share: number }
  /** How much a direction may turn in a day, as a share of what a m³/h does on average. */
  turning: number
  /** How much wider than the signatures' error a new leak's direction may be. */
  doubt: number
}

export const trackerSettings: TrackerSettings = {
  evidence: { new: 40, repaired: 15 },
  probability: 0.85,
  leastFlow: 1.5,
  near: 300,
  agreeing: 4,
  growth: { flow: 0.5, share: 0.12 },
  turning: 0.001,
  doubt: 1.5,
}

export const noLeaks = (): TrackerState => ({ leaks: [], covariance: [], pending: null })

/** A leak that falls below this share of its peak, or this flow, is over when it stays there. */
const OVER = { share: 0.15, flow: 0.5, steps: 2 }
/** A known leak is located anew when it has grown by this factor. */
const GROWN = 1.3
/** Sensors are explained when their squared, scaled deviations stay below this many times their number. */
const CALM = 1.6
/** So far beyond that nothing is learnt from a day. */
const STRANGE = 4

interface Located {
  place: number
  flow: number
  probability: number
  /** Log odds against no further leak. */
  evidence: number
  suspects: Suspect[]
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
): { state: TrackerState; events: LeakEvent[] } {
  const m = deviation.length
  let state: TrackerState = {
    leaks: before.leaks.map((leak) => ({ ...leak, direction: leak.direction.slice(), told: [...leak.told] })),
    covariance: copyOf(before.covariance),
    pending: before.pending,
  }
  if (learn) loosen(state, m, settings, scaleOf(signatures))
  const { cross, spread } = observe(state, m)
  const expected = copyOf(noise)
  addScaled(expected, spread, 1)
  const left = deviation.map((v, i) => v - explained(state.leaks)(i))
  const lower = cholesky(expected)
  const whitened = solveLower(lower, left)
  const strangeness = dot(whitened, whitened)
  const nothingNew = strangeness + logDeterminant(lower)

  const end = state.leaks
    .map((leak, l) => {
      const without = cholesky(spreadWithout(state, l, cross, spread, noise))
      const rest = solveLower(
        without,
        left.map((v, i) => v + leak.flow * leak.direction[i]!),
      )
      return { l, evidence: (nothingNew - dot(rest, rest) - logDeterminant(without)) / 2 }
    })
    .reduce((best, one) => (one.evidence > best.evidence ? one : best), { l: -1, evidence: 0 })
  const found =
    strangeness > 2 * settings.evidence.new ? locate(signatures, left, expected, nothingNew, settings) : null
  const isNew =
    found !== null &&
    found.evidence > Math.max(settings.evidence.new, end.evidence) &&
    found.flow >= settings.leastFlow
  const isEnd = !isNew && end.evidence > settings.evidence.repaired

  if (!isNew && !isEnd) {
    state.pending = null
    if (!learn || state.leaks.length === 0 || strangeness > STRANGE * m) return { state, events: [] }
    learnFrom(state, cross, lower, whitened, m)
    const events: LeakEvent[] = []
    for (let l = state.leaks.length - 1; l >= 0; l--) {
      const leak = state.leaks[l]!
      leak.peak = Math.max(leak.peak, leak.flow)
      leak.quiet = leak.flow < Math.max(OVER.flow, OVER.share * leak.peak) ? leak.quiet + 1 : 0
      if (leak.quiet < OVER.steps) continue
      events.push({ type: 'repaired', place: leak.place, flow: leak.peak })
      state = dropped(state, l, m)
    }
    if (strangeness < CALM * m) events.push(...locatedAnew(signatures, noise, state, deviation, settings))
    return { state, events }
  }

  const place = isNew ? found.place : end.l
  const kind = isNew ? 'new' : 'repaired'
  const same =
    state.pending?.kind === kind &&
    (isNew
      ? signatures.distance(state.pending.place, place) < 1.3 * settings.near
      : state.pending.place === place)
  const times = same ? state.pending!.times + 1 : 1
  if (times < settings.agreeing) return { state: { ...state, pending: { kind, place, times } }, events: [] }
  if (isEnd) {
    const leak = state.leaks[end.l]!
    return {
      state: dropped(state, end.l, m),
      events: [{ type: 'repaired', place: leak.place, flow: leak.peak }],
    }
  }
  return taken(signatures, state, found!, m, times, settings)
}

/** The find becomes a known leak, or the growth of one that is there. */
function taken(
  signatures: Signatures,
  state: TrackerState,
  found: Located,
  m: number,
  times: number,
  settings: TrackerSettings,
): { state: TrackerState; events: LeakEvent[] } {
  const near = state.leaks.findIndex((leak) => signatures.distance(leak.place, found.place) < settings.near)
  if (near >= 0) {
    const leak = state.leaks[near]!
    const at = near * (m + 1)
    state.covariance[at]![at]! += (0.5 * found.flow + 1) ** 2
    leak.flow += found.flow
    leak.peak = Math.max(leak.peak, leak.flow)
    return { state: { ...state, pending: null }, events: [] }
  }
  if (found.probability < settings.probability)
    return { state: { ...state, pending: { kind: 'new', place: found.place, times } }, events: [] }
  const { place, flow, probability, suspects } = found
  const direction = signatures.of(place, flow)
  const doubt = zeros(m)
  addScaled(doubt, signatures.groupOf(place).error, settings.doubt)
  for (const other of suspects) {
    const off = signatures.of(other.place, flow).map((v, i) => v - direction[i]!)
    addOuter(doubt, off, off, settings.doubt * other.probability)
  }
  const from = state.covariance.length
  const covariance = state.covariance.map((row) => extended(row, m + 1))
  for (let i = 0; i <= m; i++) covariance.push(new Float64Array(from + m + 1))
  covariance[from]![from] = (0.3 * flow + 1) ** 2
  for (let i = 0; i < m; i++) covariance[from + 1 + i]!.set(doubt[i]!, from + 1)
  const leak: KnownLeak = {
    place,
    flow,
    direction: direction.slice(),
    peak: flow,
    locatedAt: flow,
    quiet: 0,
    told: [place],
  }
  return {
    state: { leaks: [...state.leaks, leak], covariance, pending: null },
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
): LeakEvent[] {
  const m = deviation.length
  const events: LeakEvent[] = []
  const { cross, spread } = observe(state, m)
  const sum = explained(state.leaks)
  for (const [l, leak] of state.leaks.entries()) {
    if (leak.flow < Math.max(GROWN * leak.locatedAt, settings.leastFlow)) continue
    leak.locatedAt = leak.flow
    const own = deviation.map((v, i) => v - sum(i) + leak.flow * leak.direction[i]!)
    const at = locate(signatures, own, spreadWithout(state, l, cross, spread, noise), 0, settings)
    if (at.probability < settings.probability) continue
    leak.place = at.place
    if (leak.told.some((place) => signatures.distance(place, at.place) < settings.near)) continue
    leak.told.push(at.place)
    const { place, flow, probability, suspects } = at
    events.push({ type: 'found', place, flow, probability, suspects, moved: true })
  }
  return events
}

/** Where a single leak would best explain a deviation that is known up to a covariance. */
function locate(
  signatures: Signatures,
  left: Float64Array,
  expected: Matrix,
  nothingNew: number,
  settings: TrackerSettings,
): Located {
  const weighed: { place: number; flow: number; misfit: number }[] = []
  for (const { error, places } of signatures.groups) {
    // The error grows with the flow and the flow follows from the error: a few rounds settle both.
    let flow = 3
    let seen: typeof weighed = []
    for (let round = 0; round < 4; round++) {
      const total = copyOf(expected)
      addScaled(total, error, flow * flow)
      const lower = cholesky(total)
      const y = solveLower(lower, left)
      const base = dot(y, y) + logDeterminant(lower)
      seen = places.map((place) => {
        const x = solveLower(lower, signatures.of(place, flow))
        const [xx, xy] = [dot(x, x), dot(x, y)]
        const size = Math.max(0, xy / xx)
        return { place, flow: size, misfit: base - 2 * size * xy + size * size * xx }
      })
      const next = Math.max(0.3, seen.reduce((best, one) => (one.misfit < best.misfit ? one : best)).flow)
      if (Math.abs(next - flow) < 0.1 * flow) break
      flow = next
    }
    weighed.push(...seen)
  }
  weighed.sort((a, b) => a.misfit - b.misfit)
  const least = weighed[0]!.misfit
  const weights = weighed.map((one) => Math.exp((least - one.misfit) / 2))
  const sum = weights.reduce((a, b) => a + b, 0)
  const suspects = weighed
    .map((one, i) => ({ place: one.place, probability: weights[i]! / sum }))
    .filter((one) => one.probability > 1e-4)
  let best = { place: suspects[0]!.place, probability: -1 }
  for (const { place } of suspects.slice(0, 200)) {
    let probability = 0
    for (const other of suspects) {
      if (signatures.distance(place, other.place) < 0.9 * settings.near) probability += other.probability
    }
    if (probability > best.probability + 1e-9) best = { place, probability }
  }
  return {
    ...best,
    flow: weighed.find((one) => one.place === best.place)!.flow,
    evidence: (nothingNew - least) / 2 + Math.log(sum / weighed.length),
    suspects: suspects.slice(0, 60),
  }
}

const explained =
  (leaks: readonly KnownLeak[]) =>
  (sensor: number): number =>
    leaks.reduce((sum, leak) => sum + leak.flow * leak.direction[sensor]!, 0)

/** How the deviations vary with the state (sensors × state), and their covariance for that. */
function observe(state: TrackerState, m: number): { cross: Matrix; spread: Matrix } {
  const cross = zeros(m, state.covariance.length)
  for (const [l, { flow, direction }] of state.leaks.entries()) {
    const at = l * (m + 1)
    for (let i = 0; i < m; i++) {
      addScaled([cross[i]!], [state.covariance[at]!], direction[i]!)
      addScaled([cross[i]!], [state.covariance[at + 1 + i]!], flow)
    }
  }
  const spread = zeros(m)
  for (const [l, { flow, direction }] of state.leaks.entries()) {
    const at = l * (m + 1)
    for (let i = 0; i < m; i++) {
      const row = cross[i]!
      for (let j = 0; j < m; j++) spread[i]![j]! += row[at]! * direction[j]! + row[at + 1 + j]! * flow
    }
  }
  return { cross, spread }
}

/** The deviations' covariance, noise and all, as if one leak were not. */
function spreadWithout(state: TrackerState, l: number, cross: Matrix, spread: Matrix, noise: Matrix): Matrix {
  const m = noise.length
  const at = l * (m + 1)
  const { flow, direction } = state.leaks[l]!
  const share = (i: number, j: number) => cross[i]![at]! * direction[j]! + cross[i]![at + 1 + j]! * flow
  const P = state.covariance
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

/** A day passes: flows may have changed, directions turned a little. */
function loosen(state: TrackerState, m: number, settings: TrackerSettings, scale: number): void {
  for (const [l, leak] of state.leaks.entries()) {
    const at = l * (m + 1)
    state.covariance[at]![at]! += (settings.growth.flow + settings.growth.share * leak.flow) ** 2
    for (let i = 1; i <= m; i++) state.covariance[at + i]![at + i]! += (settings.turning * scale) ** 2
  }
}

/** The filter's update. */
function learnFrom(
  state: TrackerState,
  cross: Matrix,
  lower: Matrix,
  whitened: Float64Array,
  m: number,
): void {
  const size = state.covariance.length
  const weights = solveUpper(lower, whitened)
  const column = new Float64Array(m)
  const solved = Array.from({ length: size }, (_, c) => {
    for (let i = 0; i < m; i++) column[i] = cross[i]![c]!
    return solveLower(lower, column)
  })
  for (let a = 0; a < size; a++) {
    const row = state.covariance[a]!
    for (let b = 0; b < size; b++) row[b]! -= dot(solved[a]!, solved[b]!)
  }
  const gain = (c: number) => {
    let sum = 0
    for (let i = 0; i < m; i++) sum += cross[i]![c]! * weights[i]!
    return sum
  }
  for (const [l, leak] of state.leaks.entries()) {
    const at = l * (m + 1)
    leak.flow = Math.max(0.05, leak.flow + gain(at))
    for (let i = 0; i < m; i++) leak.direction[i]! += gain(at + 1 + i)
  }
}

function dropped(state: TrackerState, l: number, m: number): TrackerState {
  const stays = (_: unknown, i: number) => Math.floor(i / (m + 1)) !== l
  return {
    leaks: state.leaks.filter((_, i) => i !== l),
    covariance: state.covariance.filter(stays).map((row) => row.filter(stays)),
    pending: null,
  }
}

function extended(row: Float64Array, by: number): Float64Array {
  const longer = new Float64Array(row.length + by)
  longer.set(row)
  return longer
}

const scales = new WeakMap<Signatures, number>()

/** What a m³/h does to a sensor on average. */
function scaleOf(signatures: Signatures): number {
  const known = scales.get(signatures)
  if (known !== undefined) return known
  let sum = 0
  let count = 0
  for (const { places } of signatures.groups) {
    for (const place of places) {
      const signature = signatures.of(place, 10)
      sum += dot(signature, signature)
      count += signature.length
    }
  }
  const scale = Math.sqrt(sum / count)
  scales.set(signatures, scale)
  return scale
}
